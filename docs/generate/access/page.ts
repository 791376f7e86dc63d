import { Access } from '../../../test/support/compliance-access';
import { simulatedStage } from '../../../test/support/simulated-stage';
import { isMade } from '../markdown';
import { simulation } from './simulation';
import { statementSections } from './statements';

/** The whole document. Our own reading of the policies decides the calls; .ci/judges/simulate.ts holds it to an engine that is not ours. */
export async function accessPage(): Promise<string> {
  const stage = simulatedStage();
  const access = new Access(stage);
  const simulated = await simulation(stage, ({ who, action, on, context, own }) =>
    access.may(who, action, on, context, own) ? 'allowed' : 'denied',
  );
  return `${INTRODUCTION}\n${simulated}\n${WHAT_REMAINS}\n## Every statement of every policy\n\n${STATEMENTS}\n${statementSections(stage)}`;
}

const INTRODUCTION = `# Who can do what

${isMade('from the template of production with verdicts')}

A change of any policy of the stack changes this page, and so shows in review. What can still be done, and why that is accepted: [threat model](threat-model.md#what-remains-possible-to-whom-and-why-it-is-accepted).
`;

/** What no policy on a resource can prevent, and what no table shows. */
const WHAT_REMAINS = `## What holds an administrator for good

No single call of an administrator shows a photo; two can, the first of which changes a policy or the function's code. Within an account nothing holds its administrators. A service control policy of the organisation does:
[bootstrap/service-control-policy.json](../bootstrap/service-control-policy.json) leaves to the deployment what only the deployment has to do. Fill in what stands in angle brackets. It binds neither services of AWS nor the
organisation's management account, and a deployment can still change everything.

## What no alarm and no rule sees

- A deployment by anyone who assumes CDK's deploy role, by default all in the account with \`sts:AssumeRole\`. One by another role fires \`deployed-by-others\`.
- The removal of the trail's right to write into its log group (a call of IAM, which EventBridge gets only in us-east-1): alarms on events are blind, and \`audit-trail-silent\` fires a day later. The rules still work.
- The silencing of rules and alarms within the same few minutes, unless \`alarms.watchers\` sends the rules' messages elsewhere. Delivery of rules is best effort.
- A link at the end of an alarm's mail that unsubscribes without credentials: confirm with \`AuthenticateOnUnsubscribe\`.
- Reading calls but reads of photos: of the secret, logs, trail files and counts; taking a role on. The trail does not record those of items and of keys.
- An access point for the bucket, or a listing of its keys: the bucket's policy denies each photo through either.
- DNS of the API's name; functions and identity providers of a pool of yours; the key of a topic of yours; what other accounts do with their own bucket or pool.
- The log groups of API and firewall, whose loss takes no record of a photo along; what the company's backend does to one user of the pool (\`AdminSetUserPassword\`).
- What a deployment brings, the function's code included; a role's name in other letters, if IAM records it as it was written.
`;

const STATEMENTS = `Names in angle brackets are resources of the stage. A denial outweighs every right. A right of an identity on a key counts only where the key's policy lets "the account’s IAM" decide.
A line joins statements that differ in one respect: "**or**" is between their conditions. \`kms:\` administration is [this list](../lib/foundation/key-administration.ts).

AWS documents no condition for the trusts of the function, the trail and API Gateway's logs; a role is passed within its account alone. EventBridge sends nothing that one could ask for: a stranger who
knows the topic's ARN could have a rule write a false message into it, and reads nothing.
`;
