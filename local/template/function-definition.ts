import type { Template } from './template';

/** A function as the template describes it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** Folder of the deployed code. */
  readonly directory: string;
  /** `<file>.<export>`. */
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** The template's own variables. */
  readonly environment: Readonly<Record<string, string>>;
}

interface FunctionProperties {
  readonly Code: { readonly S3Key?: string };
  readonly Handler: string;
  readonly Runtime: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Record<string, string> };
}

/**
 * The function behind a proxy integration. Its URI names the function's ARN, or an alias of it.
 * @throws Error when the URI leads to no function of the template.
 */
export function functionBehind(integrationUri: string, template: Template): FunctionDefinition {
  const target = /:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(integrationUri)?.[1];
  if (target === undefined) throw new Error(`${integrationUri} is not the URI of a Lambda proxy integration.`);
  const alias = template.find<{ FunctionName: string }>('AWS::Lambda::Alias', target);
  const found = template.find<FunctionProperties>('AWS::Lambda::Function', alias?.properties.FunctionName ?? target);
  if (found === undefined) throw new Error(`No function of the template is ${target}.`);
  return definition(found.id, target, found.properties, template);
}

function definition(id: string, arn: string, properties: FunctionProperties, template: Template): FunctionDefinition {
  if (properties.Code.S3Key === undefined) throw new Error(`Function ${id} is not deployed from an asset.`);
  return {
    name: template.reference(id),
    arn,
    directory: template.assetDirectory(properties.Code.S3Key),
    handler: properties.Handler,
    runtime: properties.Runtime,
    // The two defaults are Lambda's own (AWS::Lambda::Function).
    timeoutSeconds: properties.Timeout ?? 3,
    memoryMegabytes: properties.MemorySize ?? 128,
    environment: properties.Environment?.Variables ?? {},
  };
}
