import { Aws, Names } from 'aws-cdk-lib';
import {
  type AccessLogFormat,
  type CfnRestApi,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type MethodOptions,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import { acknowledge } from '../foundation/acknowledgements';
import { EXECUTION_LOG_PREFIX } from '../foundation/service-key';
import { ServiceLog } from '../foundation/service-log';
import { TLS_POLICY } from './custom-domain';
import { answerHeaders, type GatewayAnswer, problemTemplate } from './gateway-responses';

/** The one stage of each API; it stands in every URL. */
export const API_STAGE = 'live';

export interface ServiceApiProps {
  readonly purpose: Purpose;
  readonly description: string;
  /** What every method is behind, unless it says otherwise. */
  readonly defaultMethodOptions: MethodOptions;
  readonly accessLogFormat: AccessLogFormat;
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /** Whether the address that AWS gives is switched off, since there is one of the company's own. */
  readonly isAddressOfAwsOff: boolean;
  /** Who may call at all. @default - whoever the methods let in */
  readonly policy?: PolicyDocument;
  readonly logRetentionDays: number;
  /** Encrypts the logs. */
  readonly key: IKey;
}

/** A REST API with one stage, its logs, and no method yet. */
export class ServiceApi extends Construct {
  readonly api: RestApi;
  readonly accessLog: LogGroup;
  readonly executionLog: ServiceLog;

  constructor(scope: Construct, id: string, props: ServiceApiProps) {
    super(scope, id);
    this.accessLog = new ServiceLog(this, 'AccessLog', { purpose: props.purpose, retentionDays: props.logRetentionDays, key: props.key });
    this.api = this.createApi(props);
    this.executionLog = this.createExecutionLog(props);
    acknowledge(this.api.deploymentStage, 'no-response-cache', 'no-client-certificate');
  }

  /** The URL that AWS gives the stage, without a slash at the end. */
  protected get addressOfAws(): string {
    return `https://${this.api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${this.api.deploymentStage.stageName}`;
  }

  /** What API Gateway answers itself. @param origin the one that may call from a browser, else `*`; none: no browser is let in */
  protected addGatewayResponses(answers: readonly GatewayAnswer[], origin?: string): void {
    for (const answer of answers) {
      this.api.addGatewayResponse(answer.type.responseType, {
        type: answer.type,
        statusCode: String(answer.status),
        responseHeaders: answerHeaders(answer, origin),
        templates: { 'application/json': problemTemplate(answer) },
      });
    }
  }

  /** Each names one method, which a rule of AWS Control Tower does not read. */
  protected acknowledgePermissions(): void {
    for (const permission of this.api.node.findAll())
      if (permission instanceof CfnPermission) acknowledge(permission, 'permission-of-each-route');
  }

  private createApi({ description, defaultMethodOptions, accessLogFormat, throttle, isAddressOfAwsOff, policy }: ServiceApiProps): RestApi {
    const api = new RestApi(this, 'Api', {
      // AWS forces a name, and knows the API's metrics by nothing else: one name for all stages would mix them.
      restApiName: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      description,
      endpointConfiguration: { types: [EndpointType.REGIONAL] },
      disableExecuteApiEndpoint: isAddressOfAwsOff,
      defaultMethodOptions,
      policy,
      cloudWatchRole: false,
      deployOptions: {
        stageName: API_STAGE,
        throttlingRateLimit: throttle.ratePerSecond,
        throttlingBurstLimit: throttle.burst,
        metricsEnabled: true,
        tracingEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        // Would write whole bodies, and with them tokens and photos, to a log.
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(this.accessLog),
        accessLogFormat,
      },
    });
    // The L2 construct has no property for it.
    Object.assign(api.node.defaultChild as CfnRestApi, TLS_POLICY);
    // CDK adds an output with a slash at the end; ours are in the stack.
    api.node.tryRemoveChild('Endpoint');
    return api;
  }

  /**
   * Where API Gateway says why a request failed before or after the function. It names the group itself, and makes one that is not encrypted with our
   * key and kept for ever, unless there is one already: so the stage must wait for this. The API's id keeps a retained group out of a later stack's way.
   */
  private createExecutionLog({ purpose, logRetentionDays: retentionDays, key }: ServiceApiProps): ServiceLog {
    const name = `${EXECUTION_LOG_PREFIX}${this.api.restApiId}/${API_STAGE}`;
    const log = new ServiceLog(this, 'ExecutionLog', { purpose, retentionDays, key, name });
    this.api.deploymentStage.node.addDependency(log);
    return log;
  }
}
