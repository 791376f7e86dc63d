import { DescribeKeyCommand, type KeyState, KMSClient } from '@aws-sdk/client-kms';
import { asking } from '../../failures/aws-failures';
import { type Finding, fail, pass, skipped } from '../../failures/finding';
import type { Patient } from '../patient';

/** The commands by which a key can decrypt again ("Key states of AWS KMS keys" in the KMS developer guide). */
const REMEDIES: Partial<Record<KeyState, readonly string[]>> = {
  Disabled: ['enable-key'],
  PendingDeletion: ['cancel-key-deletion', 'enable-key'],
};

/** Whether the key of the photos can be used. */
export async function checkKeyState(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.isLocal) return skipped('The local stack has no keys.');
  const keyArn = await patient.photoKey();
  if (keyArn === undefined) return skipped('New photos are not encrypted with a key of yours.');
  const { KeyMetadata: { KeyState: state, DeletionDate } = {} } = await asking(`KMS, DescribeKey of ${keyArn}`, () =>
    new KMSClient(stage.client('kms')).send(new DescribeKeyCommand({ KeyId: keyArn }), { abortSignal: patient.signal }),
  );
  if (state === 'Enabled') return pass('The key is enabled.');
  const until = DeletionDate === undefined ? '' : `, and is deleted on ${DeletionDate.toISOString().slice(0, 10)}`;
  const commands = (state && REMEDIES[state]) ?? [];
  return fail(
    `The key of the photos is in the state ${state}${until}: no photo can be read, and none enrolled.`,
    [
      'CloudTrail says who did that (DisableKey, ScheduleKeyDeletion).',
      ...(commands.length === 0 ? ['Look at the key in the console.'] : ['To use it again:']),
      ...commands.map((command) => `  aws kms ${command} ${stage.where} --key-id ${keyArn}`),
    ].join('\n'),
  );
}
