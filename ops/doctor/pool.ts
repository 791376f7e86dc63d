import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  paginateListUserPoolClients,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import { asking } from '../failures/aws-failures';
import { type Finding, fail, pass, skipped, warning } from '../failures/finding';
import type { Patient } from './patient';

/** Claims that Cognito gives and no client can write. */
const NOT_WRITABLE = ['sub', 'username', 'cognito:username'];

/** Whether a user can choose their own subject, and with it the photo. */
export async function checkSubjectClaim({ stage, fn, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.isLocal) return skipped('The users of the local stack are its own.');
  const { subjectClaim } = (await fn()).settings;
  if (NOT_WRITABLE.includes(subjectClaim)) return pass(`The subject is ${subjectClaim}, which Cognito gives and no app client can write.`);
  const client = new CognitoIdentityProviderClient(found.client('cognito-identity-provider'));
  const { UserPool } = await asking(`Cognito, DescribeUserPool of ${found.userPoolId}`, () =>
    client.send(new DescribeUserPoolCommand({ UserPoolId: found.userPoolId }), { abortSignal: signal }),
  );
  const attribute = UserPool?.SchemaAttributes?.find(({ Name }) => Name === subjectClaim);
  if (attribute === undefined)
    return fail(
      `The pool has no attribute ${subjectClaim}, so no one has a subject.`,
      'Compare "callers.subjectClaim" in the file of the stage with the attributes of the pool.',
    );
  const clients = await clientsOf(client, found.userPoolId, signal);
  const writers = clients
    .filter(({ WriteAttributes = [] }) => WriteAttributes.includes(subjectClaim))
    .map(({ ClientName, ClientId }) => `${ClientName} (${ClientId})`);
  if (writers.length === 0)
    return pass(`The subject is ${subjectClaim}, and none of the pool's ${clients.length} app clients may write it.`);
  const isSelfSignUp = UserPool?.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
  if (attribute.Mutable === false && !isSelfSignUp)
    return pass(`The subject is ${subjectClaim}: set once, when the user is created, and never changed.`);
  return fail(
    `Users can choose their own subject: ${subjectClaim} ${attribute.Mutable === false ? 'is set at sign-up' : 'can be changed'} through ${writers.join(', ')}.`,
    'Remove it from the write attributes of these app clients, now. Any app client of the pool, accepted or not, is enough.',
  );
}

/** Whether the app clients whose tokens are accepted are as the stack makes them. */
export async function checkAppClients({ stage, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.isLocal) return skipped('The users of the local stack are its own.');
  const client = new CognitoIdentityProviderClient(found.client('cognito-identity-provider'));
  const accepted = await Promise.all(found.userPoolClientIds.map((id) => describeClient(client, found.userPoolId, id, signal)));
  const doubts = accepted.flatMap(doubtsOf);
  if (doubts.length === 0)
    return pass(
      `${accepted.length === 1 ? 'The accepted app client takes' : `The ${accepted.length} accepted app clients take`} no plain password, and can revoke tokens.`,
    );
  return warning(doubts.join('; '), 'Change the app client, unless that is on purpose.');
}

function doubtsOf({
  ClientId,
  ExplicitAuthFlows = [],
  EnableTokenRevocation,
  PreventUserExistenceErrors,
  AllowedOAuthFlows = [],
}: UserPoolClientType): string[] {
  const doubts = [
    ...ExplicitAuthFlows.filter((flow) => /USER_PASSWORD_AUTH$/.test(flow)).map((flow) => `accepts the password itself (${flow})`),
    ...(EnableTokenRevocation === false ? ['cannot revoke tokens'] : []),
    ...(PreventUserExistenceErrors === 'LEGACY' ? ['shows which users exist'] : []),
    ...(AllowedOAuthFlows.includes('implicit') ? ['puts tokens into addresses (implicit flow)'] : []),
  ];
  return doubts.map((doubt) => `App client ${ClientId} ${doubt}`);
}

async function clientsOf(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  abortSignal: AbortSignal,
): Promise<UserPoolClientType[]> {
  const ids: string[] = [];
  await asking(`Cognito, ListUserPoolClients of ${UserPoolId}`, async () => {
    for await (const page of paginateListUserPoolClients({ client }, { UserPoolId, MaxResults: 60 }, { abortSignal })) {
      ids.push(...(page.UserPoolClients ?? []).flatMap(({ ClientId }) => (ClientId === undefined ? [] : [ClientId])));
    }
  });
  const described: UserPoolClientType[] = [];
  for (const id of ids) described.push(await describeClient(client, UserPoolId, id, abortSignal));
  return described;
}

function describeClient(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  ClientId: string,
  abortSignal: AbortSignal,
): Promise<UserPoolClientType> {
  return asking(`Cognito, DescribeUserPoolClient of ${ClientId}`, async () => {
    const { UserPoolClient = {} } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }), { abortSignal });
    return UserPoolClient;
  });
}
