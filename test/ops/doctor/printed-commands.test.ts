import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsRefusal, type AwsServer, AwsText } from '../../support/aws-server';
import { answerAsStage, OUTPUTS } from '../../support/deployed-stage';
import { runOps } from '../../support/ops';
import { type HealthyStage, startHealthyStage } from './healthy-stage';

const PROFILE = 'anna@bank';
/** Each leads to commands. */
const TROUBLES: Readonly<Record<string, (aws: AwsServer) => void>> = {
  'a first deployment that failed': (aws) =>
    answerAsStage(aws, {}, { StackStatus: 'ROLLBACK_COMPLETE', EnableTerminationProtection: true }),
  'a change set that was never executed': (aws) => answerAsStage(aws, {}, { StackStatus: 'REVIEW_IN_PROGRESS' }),
  'a rollback that failed': (aws) => answerAsStage(aws, OUTPUTS, { StackStatus: 'UPDATE_ROLLBACK_FAILED' }),
  'a lost policy': (aws) => aws.answer('s3.GET /photos-of-dev?policy', new AwsRefusal('NoSuchBucketPolicy', '', 404)),
  'a lost principal': (aws) =>
    aws.answer(
      's3.GET /photos-of-dev?policy',
      new AwsText('{"Statement":{"Effect":"Allow","Principal":{"AWS":"AROAEXAMPLEEXAMPLE00"},"Action":"s3:*","Resource":"*"}}'),
    ),
  'no public access block': (aws) =>
    aws.answer('s3.GET /photos-of-dev?publicAccessBlock', new AwsRefusal('NoSuchPublicAccessBlockConfiguration', '', 404)),
  'half a public access block': (aws) =>
    aws.answer('s3.GET /photos-of-dev?publicAccessBlock', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
  'a key that waits for its deletion': (aws) => aws.answer('kms.DescribeKey', { KeyMetadata: { KeyState: 'PendingDeletion' } }),
  'a key that is gone': (aws) => aws.answer('kms.GetKeyPolicy', new AwsRefusal('NotFoundException', '')),
  'a secret that waits for its deletion': (aws) =>
    aws.answer('secretsmanager.GetSecretValue', new AwsRefusal('InvalidRequestException', 'marked for deletion')),
  'alarms without actions': (aws) =>
    aws.answer('monitoring.DescribeAlarms', { MetricAlarms: [{ AlarmName: "Anna's $(alarm)", ActionsEnabled: false }] }),
  'a mail whose link ends it': (aws) =>
    aws.answer('sns.GetSubscriptionAttributes', { Attributes: new Map([['ConfirmationWasAuthenticated', 'false']]) }),
  'another version': (aws) => aws.answer('cloudformation.GetTemplateSummary', { Metadata: '{}' }),
};

let stage: HealthyStage;
let folder: string;
beforeEach(async () => {
  stage = await startHealthyStage();
  folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-profile-'));
});
afterEach(async () => {
  await stage.stop();
  rmSync(folder, { recursive: true });
});

async function advice(): Promise<string[]> {
  const file = path.join(folder, 'config');
  writeFileSync(file, `[profile ${PROFILE}]\nregion = eu-central-1\naws_access_key_id = a\naws_secret_access_key = b\n`);
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...environment } = stage.aws.environment;
  const words = ['doctor', '--json', '--profile', PROFILE, '--qualifier', 'bank', '-c', 'config=config/dev.json', '-c', 'stage=dev'];
  const { stdout } = await runOps(words, { environment: { ...environment, AWS_CONFIG_FILE: file } });
  return (JSON.parse(stdout) as { checks: { toDo?: string }[] }).checks.flatMap(({ toDo = '' }) => toDo.split('\n'));
}

test.each(Object.entries(TROUBLES))(
  'every command that doctor prints for %s goes where doctor looked: region, profile, bootstrap and settings',
  async (_, make) => {
    make(stage.aws);
    const lines = (await advice()).filter((line) =>
      /^ {2}(aws|npm|npx) |aws \S+ \S+-\S+ --|npm run (deploy|diff) -- -|npx cdk drift/.test(line),
    );
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).toContain(`--region eu-central-1 --profile ${PROFILE}`);
      if (/npm run|npx cdk/.test(line)) {
        expect(line).toContain('-c stage=dev -c config=config/dev.json -c @aws-cdk/core:bootstrapQualifier=bank --region');
      }
      // A command on a separate line is pasted.
      if (line.startsWith('  ')) expect(spawnSync('/bin/sh', ['-n', '-c', line])).toMatchObject({ status: 0 });
    }
  },
);
