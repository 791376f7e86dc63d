import { Lazy } from 'aws-cdk-lib';
import { AuthorizationType, JsonSchemaType, JsonSchemaVersion, LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { VERDICT_MEMBERS, VERDICT_PATH } from '../../contract/verdict-question';
import { accessLogFormat } from '../api/access-log';
import type { LoggingRole } from '../api/logging-role';
import { ServiceApi } from '../api/service-api';
import type { Purpose } from '../config/config';
import type { VerdictsSettings } from '../config/parts';
import { acknowledge } from '../foundation/acknowledgements';
import { VERDICT_ANSWERS } from './verdict-answers';
import type { VerdictFunction } from './verdict-function';

export interface VerdictApiProps {
  readonly purpose: Purpose;
  readonly settings: VerdictsSettings;
  readonly fn: VerdictFunction;
  /** With which API Gateway writes logs. @default - it is already present */
  readonly loggingRole?: LoggingRole | undefined;
  readonly logRetentionDays: number;
  /** Encrypts the logs. */
  readonly key: IKey;
}

/**
 * The API that the company's backend asks: one method, behind IAM. It has the address that AWS gives, in which signers find service and region,
 * no CORS, and no firewall: API Gateway judges signature and policy before anything else sees a request.
 */
export class VerdictApi extends ServiceApi {
  private readonly callers: string[];

  constructor(scope: Construct, id: string, props: VerdictApiProps) {
    const callers = [...props.settings.callers];
    super(scope, id, {
      ...props,
      description: 'Tells the backend whether a user passed the match that it asked for',
      defaultMethodOptions: { authorizationType: AuthorizationType.IAM },
      // Who asked, which only API Gateway knows: the ARN of a role and the name of its session, in which AWS takes no sign that JSON knows.
      accessLogFormat: accessLogFormat({ userArn: '$context.identity.userArn' }),
      throttle: props.settings.throttle,
      isAddressOfAwsOff: false,
      policy: onlyFor(callers),
    });
    this.callers = callers;
    this.node.addValidation({ validate: () => (callers.length > 0 ? [] : [NO_ONE_ASKS]) });
    this.addQuestion(props.fn);
    this.addGatewayResponses(VERDICT_ANSWERS);
    this.acknowledgePermissions();
    acknowledge(this.api.deploymentStage, 'no-firewall-before-signatures');
    if (props.loggingRole !== undefined) this.api.deploymentStage.node.addDependency(props.loggingRole.account);
  }

  /** Where to ask, whole. */
  get url(): string {
    return `${this.addressOfAws}${VERDICT_PATH}`;
  }

  /** Lets one more role ask. */
  letIn(roleArn: string): void {
    this.callers.push(roleArn);
  }

  private addQuestion(fn: VerdictFunction): void {
    const question = this.api.addModel('Question', {
      description: 'What the backend asks',
      contentType: 'application/json',
      schema: { schema: JsonSchemaVersion.DRAFT4, type: JsonSchemaType.OBJECT, required: [...VERDICT_MEMBERS] },
    });
    const requestValidator = this.api.addRequestValidator('BodyValidator', { validateRequestBody: true, validateRequestParameters: true });
    const integration = new LambdaIntegration(fn.live, { proxy: true, allowTestInvoke: false });
    const method = this.api.root
      .resourceForPath(VERDICT_PATH)
      .addMethod('POST', integration, { requestModels: { $default: question }, requestValidator });
    acknowledge(method, 'signed-and-not-signed-in');
  }
}

const NO_ONE_ASKS = 'No role may ask for a verdict: name one in verdicts.callers, call grantAsk of the construct, or leave verdicts out.';

/**
 * Lets these roles in, whatever the account's own policies say, and no other: an explicit denial outweighs whatever allows. By `aws:PrincipalArn`,
 * which for a session is the ARN of its role ("IAM authentication and resource policy" in the API Gateway developer guide); a principal in the
 * policy itself would have to be there when the API is made. A list that is read at the end, since roles may be added.
 */
function onlyFor(callers: readonly string[]): PolicyDocument {
  const roles = Lazy.list({ produce: () => [...new Set(callers)] });
  const invoke = { principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] };
  return new PolicyDocument({
    statements: [
      new PolicyStatement({ sid: 'BackendAsks', ...invoke, conditions: { ArnEquals: { 'aws:PrincipalArn': roles } } }),
      new PolicyStatement({
        sid: 'OthersDoNot',
        effect: Effect.DENY,
        ...invoke,
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': roles } },
      }),
    ],
  });
}
