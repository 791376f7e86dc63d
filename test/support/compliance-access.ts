import { VARIABLES } from '../../lambda/environment';
import { allowedByEither, allowedByKey, type Call, concrete, identityPolicy, madeBy, ROOT, statementsOf } from './stack-policies';
import type { Synthesized } from './template';

type Statements = ReturnType<typeof statementsOf>;

/** Somebody of another account, whose own policy allows everything, and who has no other right. */
export const STRANGER = 'arn:aws:iam::123456789012:role/Stranger';

/** What AWS puts into the policy of a key that is made without one: the account's IAM decides everything. */
const DEFAULT_KEY_POLICY: Statements = [{ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' }];

/** What a request to S3 of a decent client carries. */
const TLS = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/** Who may do what in a synthesized stage, by all its policies together: identities', the bucket's and the keys'. */
export class Access {
  /** ARN of the function's role. */
  readonly function: string;
  /** What AWS adds to each call of the function. */
  readonly inFunction: Readonly<Record<string, string>>;
  /** ARN of the secret. */
  readonly secret: string;
  /** ARNs of the photos' bucket and key; of a bucket and a key that exist already, those that the function is told of. */
  readonly bucket: string;
  readonly photoKey: string;
  readonly serviceKey: string;
  /** ARN of the bucket of the trail's files; empty where there is none. */
  readonly record: string;

  private readonly identities: Statements;

  constructor(private readonly stage: Synthesized) {
    this.function = this.arn(stage.one('AWS::Lambda::Function').Role);
    this.inFunction = madeBy(this.arn({ 'Fn::GetAtt': [this.idOf('AWS::Lambda::Function'), 'Arn'] }), this.function);
    this.secret = this.arn({ Ref: this.idOf('AWS::SecretsManager::Secret') });
    this.serviceKey = this.arn({ 'Fn::GetAtt': [this.idOf('AWS::KMS::Key', /ServiceKey/), 'Arn'] });
    const record = this.idOf('AWS::S3::Bucket', /AuditTrailFiles/);
    this.record = record === '' ? '' : this.arn({ 'Fn::GetAtt': [record, 'Arn'] });
    const own = stage.of('AWS::S3::Bucket').find(([id]) => /FacesPhotos/.test(id));
    this.bucket =
      own === undefined
        ? `arn:aws:s3:::${stage.one('AWS::Lambda::Function').Environment.Variables[VARIABLES.bucket]}`
        : this.arn({ 'Fn::GetAtt': [own[0], 'Arn'] });
    const key = stage.of('AWS::KMS::Key').find(([id]) => /FacesPhotos/.test(id));
    this.photoKey = key === undefined ? this.importedKey() : this.arn({ 'Fn::GetAtt': [key[0], 'Arn'] });
    this.identities = this.identityStatements();
  }

  /** Whether AWS lets a call through, if it holds that an administrator and every operator have all rights in their own policies. */
  may(principal: string, action: string, resource: string, context: Call['context'] = {}): boolean {
    const call: Call = { principal, action, resource, context: { ...this.sentWith(principal, action), ...context } };
    if (action.startsWith('kms:')) return allowedByKey(call, this.keyPolicy(resource), this.identitiesOf(principal));
    return allowedByEither(call, this.resourcePolicies(action), this.identitiesOf(principal));
  }

  /** What a decent client and AWS add to a call. */
  sentWith(principal: string, action: string): Readonly<Record<string, string>> {
    return { ...(action.startsWith('s3:') ? TLS : {}), ...(principal === this.function ? this.inFunction : {}) };
  }

  /** The operators that the photos' policies name for a job, by the action that shows it. */
  operators(action: string): string[] {
    return statementsOf(this.stage, 'AWS::S3::BucketPolicy', 'PolicyDocument')
      .filter((statement) => statement.Effect === 'Allow' && [statement.Action].flat().includes(action))
      .flatMap(({ Principal }) => Object.values(Principal as Record<string, string | string[]>).flat())
      .filter((principal) => principal.startsWith('arn:'));
  }

  /** Statements of the identities that the stage makes, each with its principal. */
  identityStatements(): Statements {
    return this.stage
      .of('AWS::IAM::ManagedPolicy')
      .flatMap(([, { Properties }]) =>
        (Properties.Roles as { Ref: string }[]).flatMap((role) =>
          identityPolicy(
            this.arn({ 'Fn::GetAtt': [role.Ref, 'Arn'] }),
            concrete(Properties.PolicyDocument.Statement, this.stage.resources) as Statements,
          ),
        ),
      );
  }

  /** A stranger's own policy cannot give what is another's. A role that the stage makes has its policies; everybody else is taken to have every right. */
  private identitiesOf(principal: string): Statements {
    if (principal === STRANGER) return [];
    const isOurs = this.identities.some(({ Principal }) => (Principal as { AWS?: string }).AWS === principal);
    return isOurs ? this.identities : identityPolicy(principal, [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  }

  private keyPolicy(key: string): Statements {
    const id = key.split('/')[1] ?? '';
    if (this.stage.resources[id] === undefined) return DEFAULT_KEY_POLICY;
    return statementsOf(this.stage, 'AWS::KMS::Key', 'KeyPolicy', new RegExp(`^${id}$`));
  }

  private resourcePolicies(action: string): Statements {
    return action.startsWith('s3:') ? statementsOf(this.stage, 'AWS::S3::BucketPolicy', 'PolicyDocument') : [];
  }

  private idOf(type: string, id = /./): string {
    return this.stage.of(type).find(([logicalId]) => id.test(logicalId))?.[0] ?? '';
  }

  private arn(reference: unknown): string {
    return String(concrete(reference, this.stage.resources));
  }

  private importedKey(): string {
    const statements = statementsOf(this.stage, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', /Function/);
    return String(
      statements.find(({ Action, Condition }) => Action === 'kms:Decrypt' && JSON.stringify(Condition).includes(':s3:'))?.Resource,
    );
  }
}
