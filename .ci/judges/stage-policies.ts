import { apiArn, apiStatements } from '../../test/support/api-policies';
import { permissionStatements } from '../../test/support/lambda-permissions';
import { policiesIn, type Statement } from '../../test/support/policy-documents';
import { concrete } from '../../test/support/stack-policies';
import type { Synthesized } from '../../test/support/template';

/** A policy as the engine takes it. */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

interface Properties {
  readonly [name: string]: unknown;
}

/** Where each type keeps the policy of a resource, and what names the resource. A role's is its trust. */
const RESOURCE_POLICIES: Readonly<Record<string, { readonly at: string; readonly of?: string }>> = {
  'AWS::DynamoDB::Table': { at: 'ResourcePolicy' },
  'AWS::IAM::Role': { at: 'AssumeRolePolicyDocument' },
  'AWS::KMS::Key': { at: 'KeyPolicy' },
  'AWS::S3::BucketPolicy': { at: 'PolicyDocument', of: 'Bucket' },
  'AWS::SecretsManager::ResourcePolicy': { at: 'ResourcePolicy', of: 'SecretId' },
  'AWS::SNS::TopicPolicy': { at: 'PolicyDocument', of: 'Topics' },
};

/** What bootstrap.sh makes boundaries from. */
const BOOTSTRAP = policiesIn('bootstrap');

/** The policies of a synthesized stage, by the ARN that each is attached to. */
export class StagePolicies {
  private readonly ofIdentities = new Map<string, Policy[]>();
  private readonly ofResources = new Map<string, Policy>();
  private readonly bounds = new Map<string, string>();

  constructor(private readonly stage: Synthesized) {
    for (const [id, { Type, Properties: properties }] of Object.entries(stage.resources)) {
      if (Type === 'AWS::IAM::Role') this.addRole(id, properties);
      if (Type === 'AWS::IAM::ManagedPolicy') this.addManagedPolicy(properties);
      const place = RESOURCE_POLICIES[Type];
      if (place !== undefined && properties[place.at] !== undefined) this.addResourcePolicy(id, properties, place);
    }
    this.addPermissions();
    this.addApiPolicies();
  }

  /** Policies of a role that the stage makes. @returns undefined for anyone else */
  identity(who: string): readonly Policy[] | undefined {
    return this.ofIdentities.get(who);
  }

  /** What bounds a role of the stage: the policy of bootstrap/ that its boundary is made from. @throws Error where there is none */
  boundary(who: string): readonly Policy[] {
    const bound = this.bounds.get(who);
    if (bound === undefined) return [];
    const file = `bootstrap/${bound.replace(/^.*:policy\/face-match-proxy-/, 'permissions-')}.json`;
    const found = BOOTSTRAP.find(({ name }) => name === file);
    if (found === undefined) throw new Error(`${who} is bounded by ${bound}, which bootstrap.sh does not make`);
    return [policy(found.statements)];
  }

  /** The policy of a resource of the stage, or of the bucket in which an object, or the API in which a method is. */
  resource(arn: string): Policy | undefined {
    return this.ofResources.get(arn) ?? this.ofResources.get(arn.split('/')[0] ?? '');
  }

  private addRole(id: string, { PermissionsBoundary }: Properties): void {
    const arn = this.arn({ 'Fn::GetAtt': [id, 'Arn'] });
    this.ofIdentities.set(arn, this.ofIdentities.get(arn) ?? []);
    if (PermissionsBoundary !== undefined) this.bounds.set(arn, this.arn(PermissionsBoundary));
  }

  private addManagedPolicy({ Roles = [], PolicyDocument }: Properties): void {
    for (const { Ref } of Roles as { Ref: string }[]) {
      const arn = this.arn({ 'Fn::GetAtt': [Ref, 'Arn'] });
      this.ofIdentities.set(arn, [...(this.ofIdentities.get(arn) ?? []), this.policyIn(PolicyDocument)]);
    }
  }

  private addResourcePolicy(id: string, properties: Properties, { at, of }: { at: string; of?: string }): void {
    const names = of === undefined ? [{ Ref: id }] : [properties[of]].flat();
    for (const { Ref } of names as { Ref: string }[]) {
      this.ofResources.set(this.arn({ 'Fn::GetAtt': [Ref, 'Arn'] }), this.policyIn(properties[at]));
    }
  }

  /** Each permission is a statement of the policy of the function or alias that it names. */
  private addPermissions(): void {
    const statements = permissionStatements(this.stage);
    for (const { Resource: arn } of statements) {
      this.ofResources.set(arn, policy(statements.filter(({ Resource }) => Resource === arn)));
    }
  }

  /** Of an API, whose methods are named behind its ARN. */
  private addApiPolicies(): void {
    for (const [id] of this.stage.of('AWS::ApiGateway::RestApi')) {
      const own = apiStatements(this.stage).filter(({ Resource }) => String(Resource).startsWith(`${apiArn(id)}/`));
      if (own.length > 0) this.ofResources.set(apiArn(id), policy(own));
    }
  }

  private policyIn(document: unknown): Policy {
    const found = concrete(document, this.stage.resources) as { Statement?: Statement[]; PolicyDocument?: { Statement: Statement[] } };
    return policy(found.Statement ?? found.PolicyDocument?.Statement ?? []);
  }

  private arn(reference: unknown): string {
    return String(concrete(reference, this.stage.resources));
  }
}

/** A policy of these statements. */
export function policy(statements: readonly Statement[]): Policy {
  return { Version: '2012-10-17', Statement: statements };
}
