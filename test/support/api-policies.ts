import type { Statement } from './policy-documents';
import { concrete } from './stack-policies';
import type { Synthesized } from './template';

type StatementOfApi = Statement & { readonly Action: string; readonly Resource: string };

/**
 * The policies of the APIs of a stage, with resources as API Gateway makes them of their short form: "it converts the abbreviated syntax to the full ARN"
 * ("API Gateway resource policy examples" in its developer guide).
 */
export function apiStatements(stage: Synthesized): StatementOfApi[] {
  return stage.of('AWS::ApiGateway::RestApi').flatMap(([id, { Properties }]) => {
    const own = JSON.stringify(concrete(Properties.Policy?.Statement ?? [], stage.resources));
    return JSON.parse(own.replaceAll('"execute-api:/', `"${apiArn(id)}/`)) as StatementOfApi[];
  });
}

/** ARN of an API, to which stage, method and path are added. */
export function apiArn(id: string): string {
  return `arn:aws:execute-api:eu-central-1:999900001111:${id}`;
}
