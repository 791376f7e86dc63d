import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

/** What an update of a type of resource can do. */
export interface Effects {
  /** Whether what is in it would be lost with it. */
  readonly holdsData: boolean;
  /** Properties whose change makes CloudFormation create another resource and delete this one, always or in some cases. */
  readonly replacing: ReadonlySet<string>;
  /** Properties whose change AWS refuses, so that the whole update rolls back. */
  readonly refused: ReadonlySet<string>;
}

/** AWS's own resource schemas, as AWS CDK publishes them: not our judgement. */
const SPECIFICATION = loadAwsServiceSpecSync();

/** The schemas call these changes harmless; the user guides do not. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  // "If you change the value of the KeySpec, KeyUsage, Origin, or MultiRegion properties of an existing KMS key, the update request fails".
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'Origin', 'MultiRegion'],
  // "Updates are not allowed for property - UsernameConfiguration", and for what a user signs in with.
  'AWS::Cognito::UserPool': ['UsernameConfiguration', 'UsernameAttributes', 'AliasAttributes'],
};

const REPLACING: Readonly<Record<string, readonly string[]>> = {
  // "Some interruptions. Replacement if you edit an existing AttributeDefinition." One that is added would be a false alarm.
  'AWS::DynamoDB::Table': ['AttributeDefinitions'],
};

/** Properties of what holds data whose change touches no data. Who may do what is held by the tests of the policies. */
export const HARMLESS: ReadonlySet<string> = new Set(['Tags', 'UserPoolTags', 'Description', 'KeyPolicy', 'ResourcePolicy']);

/** Of what holds no data, what users, their policies, graphs or subscriptions know by its address or name. */
export const KNOWN_OUTSIDE: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::DomainName',
  'AWS::CloudTrail::Trail',
  'AWS::Cognito::UserPoolClient',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::SNS::Topic',
]);

/** @throws Error for a type that AWS does not have */
export function effectsOf(type: string): Effects {
  const resource = SPECIFICATION.lookup('resource', 'cloudFormationType', 'equals', type).only();
  const inside = new Set(
    SPECIFICATION.follow('usesType', resource).flatMap(({ entity }) =>
      Object.values(entity.properties).some(({ causesReplacement = 'no' }) => causesReplacement !== 'no') ? [entity.$id] : [],
    ),
  );
  const replacing = Object.entries(resource.properties).filter(
    ([, property]) =>
      (property.causesReplacement ?? 'no') !== 'no' || [...inside].some((id) => JSON.stringify(property.type).includes(`"${id}"`)),
  );
  const more = (resource.additionalReplacementProperties ?? []).map(([name = '']) => name);
  return {
    holdsData: resource.isStateful === true,
    replacing: new Set([...replacing.map(([name]) => name), ...more, ...(REPLACING[type] ?? [])]),
    refused: new Set(REFUSED[type] ?? []),
  };
}
