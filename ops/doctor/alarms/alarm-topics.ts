import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { asking } from '../../failures/aws-failures';
import { type Finding, fail, pass, skipped, unknown } from '../../failures/finding';
import type { Stage } from '../../stage/stage';
import { obstacleTo } from '../account/service-access';
import type { Patient } from '../patient';
import { revertDrift } from '../repair';
import { topicsOf } from './stack-alarms';

const SERVICE = 'events.amazonaws.com';
/** AWS's own key for topics; no one can change its policy, which lets no service use it. */
const KEY_OF_AWS = 'alias/aws/sns';

/**
 * Whether the stack's rules reach the topics that they publish to. EventBridge states no source: with a condition on one, each message is lost without an error
 * ("SNS permissions" under "Using resource-based policies for EventBridge", and "Encrypted topics" under its troubleshooting).
 */
export async function checkAlarmTopics(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.isLocal) return skipped('The local stack has no alarms.');
  if (!(await patient.resources()).some(({ type }) => type === 'AWS::Events::Rule'))
    return skipped('No rule of the stack publishes to a topic.');
  const topics = [...new Set([...topicsOf(await patient.alarms()), ...(await secondTopic(patient))])];
  const findings: Finding[] = [];
  for (const topic of topics) findings.push(await look(stage, topic, await patient.owns(topic), patient.signal));
  const worst = (['fail', 'unknown'] as const).map((verdict) => findings.find((each) => each.verdict === verdict)).find(Boolean);
  return worst ?? pass(`The stack's rules may publish in ${topics.join(' and ')}.`);
}

/** As the file of the stage has it; a stack does not say whom else its rules reach. */
async function secondTopic(patient: Patient): Promise<string[]> {
  const { alarms } = await patient.config();
  return alarms.watchers?.topicArn === undefined ? [] : [alarms.watchers.topicArn];
}

async function look(stage: Stage, topic: string, isOwn: boolean, abortSignal: AbortSignal): Promise<Finding> {
  const { Attributes = {} } = await asking(`SNS, GetTopicAttributes of ${topic}`, () =>
    new SNSClient(stage.client('sns')).send(new GetTopicAttributesCommand({ TopicArn: topic }), { abortSignal }),
  );
  const states = { 'aws:securetransport': 'true', 'aws:principalisawsservice': 'true', 'aws:principalservicename': SERVICE };
  const calls = { service: SERVICE, actions: ['sns:Publish'], resource: topic, states };
  const found = obstacleTo(calls, Attributes.Policy ?? NO_POLICY);
  if (found !== undefined)
    return say(`The policy of ${topic} ${found.says}`, found.isDoubtful, isOwn ? revertDrift(stage) : publishing(topic));
  const { KmsMasterKeyId: key } = Attributes;
  if (key === undefined || key === '') return pass(topic);
  if (key === KEY_OF_AWS)
    return fail(
      `${topic} is encrypted with ${KEY_OF_AWS}, which no rule may use: its messages are lost.`,
      'Encrypt the topic with a key of yours.',
    );
  const policy = await topicKeyPolicy(stage, key, abortSignal);
  const uses = { ...calls, actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resource: '*' };
  const bars = obstacleTo({ ...uses, states: { ...states, 'kms:encryptioncontext:aws:sns:topicarn': topic } }, policy);
  if (bars === undefined) return pass(topic);
  return say(`The policy of the key of ${topic} ${bars.says}`, bars.isDoubtful, isOwn ? revertDrift(stage) : using(topic));
}

function say(says: string, isDoubtful: boolean, toDo: string): Finding {
  if (isDoubtful) return unknown(`Not judged. ${says}.`, 'If a message of a rule does not arrive, remove that condition.');
  return fail(`${says}: the messages of the stack's rules are lost.`, `${toDo}.`);
}

const publishing = (topic: string): string =>
  `Add to the policy of the topic, with no condition:\n  {"Effect": "Allow", "Principal": {"Service": "${SERVICE}"}, "Action": "sns:Publish", "Resource": "${topic}"}\nand remove what denies it`;
const using = (topic: string): string =>
  `Add to the policy of the key, with no other condition:\n  {"Effect": "Allow", "Principal": {"Service": "${SERVICE}"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": "${topic}"}}}\nand remove what denies it`;

const NO_POLICY = '{"Statement":[]}';

/** A topic names its key by id, ARN or alias; the policy is not asked for by an alias. */
async function topicKeyPolicy(stage: Stage, key: string, abortSignal: AbortSignal): Promise<string> {
  const client = new KMSClient(stage.client('kms'));
  const { KeyMetadata } = /(^|:)alias\//.test(key)
    ? await asking(`KMS for the topic, DescribeKey of ${key}`, () => client.send(new DescribeKeyCommand({ KeyId: key }), { abortSignal }))
    : { KeyMetadata: undefined };
  const KeyId = KeyMetadata?.Arn ?? key;
  const { Policy = NO_POLICY } = await asking(`KMS for the topic, GetKeyPolicy of ${KeyId}`, () =>
    client.send(new GetKeyPolicyCommand({ KeyId }), { abortSignal }),
  );
  return Policy;
}
