import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './process/start-error';

/** What `.local/stack.json` says about a running local stack. Every endpoint is plain http on 127.0.0.1. */
export interface StackDetails {
  /** Base URL of the API, without a slash at the end. */
  readonly baseUrl: string;
  /** Full URL that starts a transaction. */
  readonly transactionUrl: string;
  /** Base URL of the Agent API stand-in, with a slash at the end. */
  readonly agentApiUrl: string;
  /** Address of the console, if there is one. */
  readonly consoleUrl?: string;
  readonly cognito: { readonly endpoint: string; readonly userPoolId: string; readonly clientId: string; readonly subjectClaim: string };
  /** `keyTemplate` is that of the kind `face`, with `{subject}` in it; `images` has every kind. */
  readonly s3: { readonly endpoint: string; readonly bucket: string; readonly keyTemplate: string; readonly images: ImageKinds };
  /** `readingSecretArn` is that of the key that reads, where verdicts are asked for. */
  readonly secretsManager: { readonly endpoint: string; readonly secretArn: string; readonly readingSecretArn?: string };
  /** `tables` is empty when the stage does not limit attempts. */
  readonly dynamoDb: { readonly endpoint: string; readonly tables: readonly string[] };
  /** Where verdicts are asked for, and the key to sign with, of the role that may. Absent where the stage has no verdicts. */
  readonly verdicts?: VerdictDetails;
  readonly workflows: { readonly injecting: readonly string[]; readonly passThrough: readonly string[] };
  readonly users: readonly UserDetails[];
}

export interface VerdictDetails {
  /** The whole URL of the method. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The output `ImageKinds`. */
type ImageKinds = Readonly<Record<string, { readonly key: string; readonly maxBytes: number; readonly requireChecksum: boolean }>>;

export interface UserDetails {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly subject: string;
  /** Whether a photo of the user is on record. */
  readonly enrolled: boolean;
}

/** The folder of one running stack: held by one process at a time, with `stack.json` in it while the stack answers. */
export interface StackFile {
  /** Writes the details, so that a reader sees all of them or nothing. */
  write(details: StackDetails): Promise<void>;
  /** Removes the details, so that a reader finds no stack. */
  withdraw(): Promise<void>;
  /** Lets the next process have the folder. */
  release(): Promise<void>;
}

/**
 * Takes the folder, and removes what a stack that ended badly left behind.
 * @throws StartError when a running process holds it.
 */
export async function holdStackFile(directory: string): Promise<StackFile> {
  const [details, holder] = [join(directory, 'stack.json'), join(directory, 'pid')];
  await mkdir(directory, { recursive: true });
  await takeHold(holder);
  await rm(details, { force: true });
  return {
    write: async (content) => {
      const unfinished = `${details}.${process.pid}`;
      // The file holds passwords, though only of invented users.
      await writeFile(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
      await rename(unfinished, details);
    },
    withdraw: () => rm(details, { force: true }),
    release: () => rm(holder, { force: true }),
  };
}

async function takeHold(holder: string): Promise<void> {
  try {
    await writeFile(holder, String(process.pid), { flag: 'wx' });
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const pid = Number(await readFile(holder, 'utf8'));
  if (isRunning(pid)) {
    throw new StartError(
      `The local stack is already running (process ${pid}). Use it, or end it first with Ctrl-C in its window. If process ${pid} is something else, delete ${holder}.`,
    );
  }
  await rm(holder, { force: true });
  await writeFile(holder, String(process.pid), { flag: 'wx' });
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
