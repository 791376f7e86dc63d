import { Aws, Names } from 'aws-cdk-lib';
import {
  type CfnRestApi,
  EndpointType,
  JsonSchemaType,
  JsonSchemaVersion,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type MethodOptions,
  type Model,
  type RequestValidator,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { VARIABLES } from '../../contract/environment';
import { OPERATIONS, type Operation } from '../../contract/operations';
import type { CallerIdentity } from '../callers/callers';
import type { Purpose } from '../config/config';
import type { ApiSettings } from '../config/sections/api';
import type { CorsOrigins } from '../config/sections/running';
import { acknowledge } from '../foundation/acknowledgements';
import { EXECUTION_LOG_PREFIX } from '../foundation/service-key';
import { ServiceLog } from '../foundation/service-log';
import type { ProxyFunction } from '../function/proxy-function';
import { accessLogFormat } from './access-log';
import { CustomDomain, TLS_POLICY } from './custom-domain';
import { answerHeaders, GATEWAY_ANSWERS, problemTemplate } from './gateway-responses';
import { LoggingRole } from './logging-role';
import { addPreflight, constantOrigin, originList } from './preflight';

/** The API's one stage; it stands in every URL. */
export const API_STAGE = 'live';

export interface ProxyApiProps {
  readonly purpose: Purpose;
  readonly settings: ApiSettings;
  readonly origins: CorsOrigins;
  readonly callers: CallerIdentity;
  readonly fn: ProxyFunction;
  readonly logRetentionDays: number;
  /** Encrypts the logs. */
  readonly key: IKey;
}

/**
 * The REST API: the routes of the operations table and no others. The authorizer is the API's own default, so that a route
 * added later is closed unless it says otherwise; only OPTIONS does.
 */
export class ProxyApi extends Construct {
  readonly api: RestApi;
  readonly accessLog: LogGroup;
  readonly executionLog: ServiceLog;
  /** The company's host name. @default - the one that AWS gives */
  readonly domain?: CustomDomain;

  private readonly props: ProxyApiProps;

  constructor(scope: Construct, id: string, props: ProxyApiProps) {
    super(scope, id);
    this.props = props;
    this.accessLog = new ServiceLog(this, 'AccessLog', { purpose: props.purpose, retentionDays: props.logRetentionDays, key: props.key });
    this.api = this.createApi();
    this.addOperations();
    this.addGatewayResponses();
    // Set outside the L2 construct, it is not among what CDK makes the deployment's id from: a client added later would be refused.
    this.api.latestDeployment?.addToLogicalId({ audience: props.callers.audience });
    acknowledge(this.api.deploymentStage, 'no-response-cache', 'no-client-certificate');
    for (const permission of this.api.node.findAll())
      if (permission instanceof CfnPermission) acknowledge(permission, 'permission-of-each-route');
    this.executionLog = this.createExecutionLog();
    if (props.settings.loggingRole === 'managed-here')
      this.api.deploymentStage.node.addDependency(new LoggingRole(this, 'LoggingRole').account);
    const { domain } = props.settings;
    if (domain !== undefined) this.domain = new CustomDomain(this, 'Domain', domain, this.api);
    props.fn.setJson(VARIABLES.corsOrigins, originList(props.origins));
  }

  /** The URL of the stage, without a slash at the end, since the SDKs append paths that begin with one. */
  get baseUrl(): string {
    const { domain } = this.props.settings;
    if (domain !== undefined) return `https://${domain.name}`;
    return `https://${this.api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${this.api.deploymentStage.stageName}`;
  }

  private createApi(): RestApi {
    const { callers, settings } = this.props;
    const api = new RestApi(this, 'Api', {
      // AWS forces a name, which alone distinguishes the API's metrics: one name for all stages would mix them.
      restApiName: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      description: 'Adds the photo of the signed-in user to Microblink Platform transactions',
      endpointConfiguration: { types: [EndpointType.REGIONAL] },
      // With the company's own name, that is the only way in.
      disableExecuteApiEndpoint: settings.domain !== undefined,
      defaultMethodOptions: { authorizer: callers.authorizer, authorizationScopes: callers.scopes && [...callers.scopes] },
      cloudWatchRole: false,
      deployOptions: {
        stageName: API_STAGE,
        throttlingRateLimit: settings.throttle.ratePerSecond,
        throttlingBurstLimit: settings.throttle.burst,
        metricsEnabled: true,
        tracingEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        // Would write whole bodies, and with them tokens and photos, to a log.
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(this.accessLog),
        accessLogFormat: accessLogFormat(),
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
   * key and kept for ever, unless there is one already: so the stage must wait for this. With the API's id in its name, a retained group does not block a later stack.
   */
  private createExecutionLog(): ServiceLog {
    const { purpose, logRetentionDays: retentionDays, key } = this.props;
    const name = `${EXECUTION_LOG_PREFIX}${this.api.restApiId}/${API_STAGE}`;
    const log = new ServiceLog(this, 'ExecutionLog', { purpose, retentionDays, key, name });
    this.api.deploymentStage.node.addDependency(log);
    return log;
  }

  private addOperations(): void {
    const integration = new LambdaIntegration(this.props.fn.live, { proxy: true, allowTestInvoke: false });
    const object = this.objectModel();
    const validator = this.api.addRequestValidator('BodyValidator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    for (const operation of OPERATIONS) {
      for (const path of operation.resources) {
        const resource = this.api.root.resourceForPath(path);
        resource.addMethod(operation.method, integration, methodOptions(operation, object, validator));
        addPreflight(resource, operation.method, this.props.origins);
      }
    }
  }

  /** No more than "an object": JSON Schema cannot say "without regard to case", so every finer check is the function's. */
  private objectModel(): Model {
    return this.api.addModel('JsonObject', {
      description: 'Any JSON object',
      contentType: 'application/json',
      schema: { schema: JsonSchemaVersion.DRAFT4, type: JsonSchemaType.OBJECT },
    });
  }

  private addGatewayResponses(): void {
    const origin = constantOrigin(this.props.origins);
    for (const answer of GATEWAY_ANSWERS) {
      this.api.addGatewayResponse(answer.type.responseType, {
        type: answer.type,
        statusCode: String(answer.status),
        responseHeaders: answerHeaders(answer, origin),
        templates: { 'application/json': problemTemplate(answer) },
      });
    }
  }
}

/** Under `$default` the model holds for every content type; under a type's own name another type would pass unchecked. A cancel may have no body. */
function methodOptions({ name }: Operation, object: Model, requestValidator: RequestValidator): MethodOptions {
  return name === 'start-transaction' ? { requestModels: { $default: object }, requestValidator } : {};
}
