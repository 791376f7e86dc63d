import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../local/stack';
import type { UserDetails } from '../../local/stack-file';
import { signIn } from '../../local/users/sign-in';
import type { Mode, ReadMode } from '../../stand-ins/agent/behaviours';
import type { ImageSummary } from '../../stand-ins/agent/images';
import { builtSynthesize } from './built';

/** A transaction as the Agent API stand-in lists it. */
export interface AcceptedTransaction {
  readonly transactionId: string;
  readonly workflowId: string;
  readonly props?: Readonly<Record<string, unknown>>;
  readonly consent?: Readonly<Record<string, unknown>>;
  readonly formValues?: Readonly<Record<string, ImageSummary | unknown>>;
  readonly [member: string]: unknown;
}

/** A local stack for one test file: on free ports, with its files in a separate folder. */
export interface TestStack extends LocalStack {
  /** Folder in which `stack.json` is. */
  readonly directory: string;
  user(name: 'alice' | 'bob' | 'carol'): UserDetails;
  /** Signs a user in. @returns the token that callers send. */
  signIn(name: 'alice' | 'bob' | 'carol'): Promise<string>;
  /** Sends a request to a path of the API; a body that is no string is sent as JSON. */
  request(method: string, path: string, options?: { token?: string; headers?: Record<string, string>; body?: unknown }): Promise<Response>;
  /** A valid start of a transaction by this user; `change` goes over the body. */
  startTransaction(name: 'alice' | 'bob' | 'carol', change?: object): Promise<Response>;
  /** What the Agent API stand-in accepted, oldest first. */
  accepted(): Promise<AcceptedTransaction[]>;
  /** The bytes that the Agent API stand-in answered with when it created the transaction. */
  agentReply(transactionId: string): Promise<Buffer>;
  /** Makes the Agent API stand-in misbehave. */
  behave(mode: Mode, times?: number): Promise<void>;
  /** Makes it misbehave when a transaction is read. */
  behaveInReads(mode: ReadMode, times?: number): Promise<void>;
  /** Tells it how a match ended. */
  end(transactionId: string, processingStatus: string, verificationStatus: string): Promise<void>;
  /** SHA-256 of the photo on record, in hexadecimal. */
  photoHash(name: 'alice' | 'bob'): Promise<string>;
}

/** @param options As for the local stack; the port is a free one, and an app that has been run for the same sources is not run again. */
export async function startTestStack(options: Partial<LocalStackOptions> = {}): Promise<TestStack> {
  const directory = await mkdtemp(join(tmpdir(), 'face-match-proxy-test-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const stack = await startLocalStack({ port: 0, directory, synthesize: builtSynthesize, ...options });
    const stop = () => stack.stop().finally(remove);
    return { ...stack, stop, directory, ...callers(stack), ...agent(stack) };
  } catch (error) {
    await remove();
    throw error;
  }
}

function callers({ details, tokens }: LocalStack): Pick<TestStack, 'user' | 'signIn' | 'request' | 'startTransaction' | 'photoHash'> {
  const user = (name: string) => details.users.find((candidate) => candidate.name === name) as UserDetails;
  const signedIn = (name: string) => signIn(details.cognito, user(name), tokens);
  const request: TestStack['request'] = (method, path, { token, headers, body } = {}) => {
    const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const content = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return fetch(`${details.baseUrl}${path}`, { method, headers: { ...content, ...authorization, ...headers }, body: text });
  };
  return {
    user,
    signIn: signedIn,
    request,
    startTransaction: async (name, change = {}) => {
      const consent = { userId: user(name).subject, isProcessingStoringAllowed: true, isTrainingAllowed: false };
      const body = { workflowId: details.workflows.injecting[0], platform: 'browser', sdkVersion: '1.7.0', consent, ...change };
      return request('POST', '/transaction', { token: await signedIn(name), body });
    },
    photoHash: async (name) => {
      const key = details.s3.keyTemplate.replace('{subject}', user(name).subject);
      const photo = await fetch(`${details.s3.endpoint}/${details.s3.bucket}/${key}`);
      return createHash('sha256')
        .update(Buffer.from(await photo.arrayBuffer()))
        .digest('hex');
    },
  };
}

function agent({ details }: LocalStack): Pick<TestStack, 'accepted' | 'agentReply' | 'behave' | 'behaveInReads' | 'end'> {
  const standIn = `${details.agentApiUrl}_stand-in/`;
  const put = async (command: string, body: object) => {
    const response = await fetch(`${standIn}${command}`, { method: 'PUT', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  };
  return {
    accepted: async () => (await fetch(`${standIn}transactions`)).json() as Promise<AcceptedTransaction[]>,
    agentReply: async (id) => Buffer.from(await (await fetch(`${standIn}replies/${id}`)).arrayBuffer()),
    behave: (mode, times) => put('behaviour', { mode, times }),
    behaveInReads: (mode, times) => put('reading', { mode, times }),
    end: (id, processingStatus, verificationStatus) => put(`transactions/${id}`, { processingStatus, verificationStatus }),
  };
}
