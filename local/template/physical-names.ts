import { type PhysicalValues, PSEUDO_PARAMETERS } from './intrinsics';

/** A resource as it stands in a template. */
export interface RawResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const ACCOUNT = PSEUDO_PARAMETERS['AWS::AccountId'];
const REGION = PSEUDO_PARAMETERS['AWS::Region'];

/** What CloudFormation would put in for `Ref`, by resource type; any other type is known by its logical id. */
const REFERENCES: Readonly<Record<string, (logicalId: string) => string>> = {
  // A strict token verifier accepts no pool id of another form.
  'AWS::Cognito::UserPool': (id) => `${REGION}_${id.slice(-9)}`,
  'AWS::Cognito::UserPoolClient': (id) => `client${id}`.toLowerCase().slice(0, 128),
  'AWS::KMS::Key': (id) => id.toLowerCase(),
  'AWS::Lambda::Alias': (id) => `${arn('lambda', 'function')}:${id}:live`,
  'AWS::Lambda::Version': (id) => `${arn('lambda', 'function')}:${id}:1`,
  'AWS::S3::Bucket': (id) => `local-${id.toLowerCase()}`.slice(0, 63),
  // Secrets Manager puts a hyphen and six characters behind every name.
  'AWS::SecretsManager::Secret': (id) => `${arn('secretsmanager', 'secret')}:${id}-LoCaL0`,
};

/** What `Fn::GetAtt … Arn` gives where the form of the ARN is looked at. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::DynamoDB::Table': (name) => arn('dynamodb', `table/${name}`),
  'AWS::Cognito::UserPool': (name) => arn('cognito-idp', `userpool/${name}`),
  'AWS::KMS::Key': (name) => arn('kms', `key/${name}`),
  'AWS::Lambda::Function': (name) => `${arn('lambda', 'function')}:${name}`,
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
};

/** Physical names for the resources of one template, the same at every start. */
export function physicalNames(resources: Readonly<Record<string, RawResource>>): PhysicalValues {
  const typeOf = (logicalId: string) => {
    const resource = resources[logicalId];
    if (resource === undefined) throw new Error(`The template refers to ${logicalId}, which is not in it.`);
    return resource.Type;
  };
  const reference = (logicalId: string) => {
    const stageName = resources[logicalId]?.Properties?.StageName;
    if (typeof stageName === 'string') return stageName;
    return REFERENCES[typeOf(logicalId)]?.(logicalId) ?? logicalId;
  };
  const attribute = (logicalId: string, name: string) => {
    if (name === 'Arn') return ARNS[typeOf(logicalId)]?.(reference(logicalId)) ?? arn('local', reference(logicalId));
    return `${reference(logicalId)}.${name}`;
  };
  return { reference, attribute };
}

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}
