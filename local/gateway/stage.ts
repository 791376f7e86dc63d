import type { Template } from '../template/template';
import type { ApiNames } from './exchange';

/** Properties of `AWS::ApiGateway::Stage`, as far as the gateway simulates them. */
export interface StageProperties {
  readonly StageName: string;
  readonly RestApiId: string;
  readonly AccessLogSetting?: { readonly Format?: string };
  readonly MethodSettings?: readonly MethodSetting[];
}

interface MethodSetting {
  readonly ResourcePath?: string;
  readonly HttpMethod?: string;
  readonly ThrottlingRateLimit?: number;
  readonly ThrottlingBurstLimit?: number;
}

/** @throws Error when the template does not have exactly one stage. */
export function readStage(template: Template): StageProperties {
  const [stage, ...others] = template.all<StageProperties>('AWS::ApiGateway::Stage');
  if (stage === undefined || others.length > 0) throw new Error('The local gateway serves a template with exactly one stage.');
  return stage.properties;
}

export function apiNames(stage: StageProperties): ApiNames {
  return { apiId: stage.RestApiId.toLowerCase(), stage: stage.StageName };
}
