import { GetSubscriptionAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { asking } from '../../failures/aws-failures';
import { type Finding, pass, skipped, warning } from '../../failures/finding';
import type { Patient } from '../patient';
import { confirmedSubscriptions, topicsOf } from './stack-alarms';

/**
 * Whether a mail's link ends a subscription by mail without credentials. It does unless the subscription was confirmed by a signed call with
 * `AuthenticateOnUnsubscribe` ("ConfirmSubscription" in the SNS API reference). SNS shows only the signature.
 */
export async function checkUnsubscribing({ stage, alarms, signal }: Patient): Promise<Finding> {
  const found = await stage();
  if (found.isLocal) return skipped('The local stack has no alarms.');
  const client = new SNSClient(found.client('sns'));
  const open: string[] = [];
  let mails = 0;
  for (const topic of topicsOf(await alarms())) {
    for (const { SubscriptionArn = '', Protocol = '' } of await confirmedSubscriptions(found, topic, signal)) {
      if (!Protocol.startsWith('email')) continue;
      mails++;
      const { Attributes } = await asking(`SNS subscription, GetSubscriptionAttributes of ${SubscriptionArn}`, () =>
        client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }), { abortSignal: signal }),
      );
      if (Attributes?.ConfirmationWasAuthenticated !== 'true') open.push(SubscriptionArn);
    }
  }
  if (mails === 0) return skipped('No alarm goes to a subscription by mail.');
  if (open.length > 0)
    return warning(
      `The link in a mail ends the subscription, for anyone who has that mail: ${open.join(', ')}.`,
      howToConfirm(open[0] ?? '', found.where),
    );
  return pass(`${mails === 1 ? 'The subscription by mail was' : `${mails} subscriptions by mail were`} confirmed by a signed call.`);
}

const howToConfirm = (subscription: string, where: string): string => {
  const topic = subscription.replace(/:[^:]+$/, '');
  return [
    'Subscribe the address again, and do not follow the link in the mail; give its Token to a signed call, within two days:',
    `  aws sns unsubscribe ${where} --subscription-arn ${subscription}`,
    `  aws sns subscribe ${where} --topic-arn ${topic} --protocol email --notification-endpoint '<address>'`,
    `  aws sns confirm-subscription ${where} --topic-arn ${topic} --token '<Token>' --authenticate-on-unsubscribe true`,
    'If the stage has a trail, its alarm watchers-changed fires.',
  ].join('\n');
};
