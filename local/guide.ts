import type { StackDetails, UserDetails } from './stack-file';

/** What `npm start` prints once everything answers: where, who, and lines to paste. */
export function guide(details: StackDetails, tokens: 'id' | 'access'): string {
  const [alice, bob, carol] = details.users as [UserDetails, UserDetails, UserDetails];
  return `
face-match-proxy is running on this machine: local stand-ins; Microblink is not called.

  Base URL         ${details.baseUrl}
  Full URL         ${details.transactionUrl}   (SDKs that take the URL of the transaction)
  Agent API        ${details.agentApiUrl}   (stand-in)
${details.verdicts === undefined ? '' : `  Verdicts         ${details.verdicts.url}   (your backend asks, with an AWS signature)\n`}${details.consoleUrl === undefined ? '' : `  Console          ${details.consoleUrl}   (see it work in a browser)\n`}  All addresses    .local/stack.json

  Users
${details.users.map(userLine).join('\n')}

Sign in as ${alice.name}; the token goes into a shell variable:

${signInLine(details, alice, 'TOKEN', tokens)}

Start a transaction; the answer is 200 and the Agent API got ${alice.name}'s photo:

${transactionLine(details, '$TOKEN', alice.subject)}

What the Agent API accepted, each photo as its length and SHA-256:

curl -s -w '\\n' ${details.agentApiUrl}_stand-in/transactions
${details.verdicts === undefined ? '' : verdictLines(details, alice)}
Ask for ${bob.name}'s photo with ${alice.name}'s token; the answer is 403, identity-mismatch:

${transactionLine(details, '$TOKEN', bob.subject)}

Sign in as ${carol.name}, who has no photo on record; the answer is 409, no-face-on-record:

${signInLine(details, carol, 'CAROL', tokens)}
${transactionLine(details, '$CAROL', carol.subject)}

A saved change of config/, contract/, lambda/ or lib/ starts it again: then sign in again. Ctrl-C ends everything.
`;
}

function verdictLines({ agentApiUrl, workflows }: StackDetails, { name, subject }: UserDetails): string {
  const last = `TRANSACTION=$(curl -s ${agentApiUrl}_stand-in/transactions | sed 's/.*"transactionId":"\\([^"]*\\)".*/\\1/')`;
  const [workflow] = workflows.injecting;
  return `
Ask whether ${name} passed the match, as your backend does; two seconds after the start the answer is yes, for this step alone:

${last}
npm run ops -- verdict ask "$TRANSACTION" --subject ${subject} --workflow ${workflow} --step payment-1 --local
`;
}

function userLine({ name, email, password, subject, enrolled }: UserDetails): string {
  return `    ${name.padEnd(6)} ${email.padEnd(18)} ${password}  ${subject}  ${enrolled ? 'photo on record' : 'no photo'}`;
}

function signInLine({ cognito }: StackDetails, user: UserDetails, variable: string, tokens: 'id' | 'access'): string {
  const body = JSON.stringify({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: cognito.clientId,
    AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
  });
  const member = tokens === 'id' ? 'IdToken' : 'AccessToken';
  const headers = "-H 'Content-Type: application/x-amz-json-1.1' -H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth'";
  return `${variable}=$(curl -s ${cognito.endpoint}/ ${headers} -d '${body}' | sed 's/.*"${member}":"\\([^"]*\\)".*/\\1/')`;
}

function transactionLine({ transactionUrl, workflows }: StackDetails, token: string, userId: string): string {
  const body = JSON.stringify({
    workflowId: workflows.injecting[0],
    platform: 'browser',
    sdkVersion: '1.7.0',
    consent: { userId, isProcessingStoringAllowed: true, isTrainingAllowed: false },
  });
  return `curl -i -w '\\n' ${transactionUrl} -H "Authorization: Bearer ${token}" -H 'Content-Type: application/json' -d '${body}'`;
}
