import {
  JsonSchemaType,
  JsonSchemaVersion,
  LambdaIntegration,
  type MethodOptions,
  type Model,
  type RequestValidator,
} from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { VARIABLES } from '../../contract/environment';
import { OPERATIONS, type Operation } from '../../contract/operations';
import type { CallerIdentity } from '../callers/callers';
import type { Purpose } from '../config/config';
import type { ApiSettings, CorsOrigins } from '../config/parts';
import type { ProxyFunction } from '../function/proxy-function';
import { accessLogFormat } from './access-log';
import { CustomDomain } from './custom-domain';
import { GATEWAY_ANSWERS } from './gateway-responses';
import { LoggingRole } from './logging-role';
import { addPreflight, constantOrigin, originList } from './preflight';
import { ServiceApi } from './service-api';

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
export class ProxyApi extends ServiceApi {
  /** The company's host name. @default - the one that AWS gives */
  readonly domain?: CustomDomain;
  /** With which API Gateway writes logs, in the whole account. @default - it is already present */
  readonly loggingRole?: LoggingRole;

  private readonly props: ProxyApiProps;

  constructor(scope: Construct, id: string, props: ProxyApiProps) {
    const { callers, settings } = props;
    super(scope, id, {
      ...props,
      description: 'Adds the photo of the signed-in user to Microblink Platform transactions',
      defaultMethodOptions: { authorizer: callers.authorizer, authorizationScopes: callers.scopes && [...callers.scopes] },
      accessLogFormat: accessLogFormat(),
      throttle: settings.throttle,
      // With a name of the company's own, that is the only way in.
      isAddressOfAwsOff: settings.domain !== undefined,
    });
    this.props = props;
    this.addOperations();
    this.addGatewayResponses(GATEWAY_ANSWERS, constantOrigin(props.origins));
    // Set beside the L2 construct, it is not among what CDK makes the deployment's id from: a client added later would be refused.
    this.api.latestDeployment?.addToLogicalId({ audience: callers.audience });
    this.acknowledgePermissions();
    if (settings.loggingRole === 'managed-here') {
      this.loggingRole = new LoggingRole(this, 'LoggingRole');
      this.api.deploymentStage.node.addDependency(this.loggingRole.account);
    }
    const { domain } = settings;
    if (domain !== undefined) this.domain = new CustomDomain(this, 'Domain', domain, this.api);
    props.fn.setJson(VARIABLES.corsOrigins, originList(props.origins));
  }

  /** The URL of the stage, without a slash at the end, since the SDKs append paths that begin with one. */
  get baseUrl(): string {
    const { domain } = this.props.settings;
    return domain === undefined ? this.addressOfAws : `https://${domain.name}`;
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
}

/** Under `$default` the model holds for every content type; under a type's own name another type would pass unchecked. A cancel may have no body. */
function methodOptions({ name }: Operation, object: Model, requestValidator: RequestValidator): MethodOptions {
  return name === 'start-transaction' ? { requestModels: { $default: object }, requestValidator } : {};
}
