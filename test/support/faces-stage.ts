import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32Of } from '../../ops/faces/photo-bucket';
import { S3Refusal } from '../../stand-ins/s3/refusal';
import { startS3 } from '../../stand-ins/s3/s3';
import { type AwsServer, startAwsServer } from './aws-server';
import { answerAsStage, OUTPUTS } from './deployed-stage';
import { type OpsOptions, type OpsRun, runOps } from './ops';

/** A deployed stage with a bucket of photos, for the commands of `faces`. */
export interface FacesStage {
  readonly s3: Awaited<ReturnType<typeof startS3>>;
  readonly aws: AwsServer;
  /** Variables with which a process of its own finds the stage. */
  readonly environment: Readonly<Record<string, string>>;
  /** A folder for the test's files. */
  readonly folder: string;
  /** Runs `faces …` against the stage. */
  faces(words: readonly string[], options?: OpsOptions): Promise<OpsRun>;
  /** Puts a photo under a key, with its checksum. @param at When; default the beginning of 2026. */
  enrol(key: string, bytes: Buffer, at?: Date): void;
  /** Has S3 answer each read of an object with an error; lists stay possible. */
  refuseReads(status: number, code: string, message: string): void;
  stop(): Promise<void>;
}

const KINDS = {
  face: { key: 'faces/{subject}', maxBytes: 2_097_152, requireChecksum: true },
  slow: { key: 'slow/{subject}', maxBytes: 2_097_152, minimumAgeHours: 24, requireChecksum: true },
  documentFront: { key: 'documents/{subject}/front.jpg', maxBytes: 100_000, requireChecksum: true },
};

/** The headers of an upload that says its checksum. */
export const whole = (bytes: Buffer) => ({
  'x-amz-checksum-crc32': crc32Of(bytes),
  'x-amz-checksum-type': 'FULL_OBJECT',
  'content-type': 'image/jpeg',
});

/** @param outputs Of its stack, but the kinds. */
export async function startFacesStage(outputs: Readonly<Record<string, string>> = OUTPUTS): Promise<FacesStage> {
  const [s3, aws, folder] = await Promise.all([startS3(), startAwsServer(), mkdtemp(join(tmpdir(), 'faces-'))]);
  answerAsStage(aws, { ...outputs, ImageKinds: JSON.stringify(KINDS) });
  aws.answer('sts.GetCallerIdentity', {
    Arn: 'arn:aws:sts::111122223333:assumed-role/privacy/me',
    Account: '111122223333',
    UserId: 'AROA:me',
  });
  const environment = { ...aws.environment, AWS_ENDPOINT_URL_S3: s3.url, XDG_STATE_HOME: join(folder, 'state') };
  return {
    s3,
    aws,
    environment,
    folder,
    faces: (words, options = {}) => runOps(['faces', ...words], { ...options, environment: { ...environment, ...options.environment } }),
    enrol: (key, bytes, at = new Date('2026-01-01T00:00:00Z')) => {
      s3.put(key, bytes, { headers: whole(bytes), at });
    },
    refuseReads: (status, code, message) => {
      s3.before = ({ method, key }) => {
        if (method === 'GET' && key !== '') throw new S3Refusal(status, code, message);
      };
    },
    stop: async () => {
      await Promise.all([s3.close(), aws.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
