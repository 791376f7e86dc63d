import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { type BasicCredentials, readSecretAhead, secretsManagerCredentials } from '../../../lambda/agent/credentials';
import { type Deadline, startDeadline } from '../../../lambda/deadline/deadline';
import { refusal } from '../../support/refusal';

const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:credentials';
const MINUTE = 60_000;
const secret = (clientSecret: string, clientId: unknown = 'sa_test') => ({ SecretString: JSON.stringify({ clientId, clientSecret }) });
const basic = (text: string): BasicCredentials => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

const aws = mockClient(SecretsManagerClient);
let deadline: Deadline;
let time: number;

function givenSource() {
  return secretsManagerCredentials(new SecretsManagerClient({ region: 'eu-central-1' }), ARN, () => time);
}

const fetches = () => aws.commandCalls(GetSecretValueCommand).length;

/** The signal that the last fetch was started with. */
function lastSignal(): AbortSignal {
  const [, options]: readonly unknown[] = aws.commandCalls(GetSecretValueCommand).at(-1)?.args ?? [];
  return (options as { abortSignal: AbortSignal }).abortSignal;
}

beforeEach(() => {
  aws.reset();
  deadline = startDeadline(5000);
  time = 1_000_000;
});
afterEach(() => deadline.end());

describe('the credentials', () => {
  it('are those of the one secret, as a Basic header in UTF-8', async () => {
    aws.on(GetSecretValueCommand, { SecretId: ARN }).resolves(secret('pass:wörd'));
    expect(await givenSource().current(deadline)).toEqual(basic('sa_test:pass:wörd'));
  });

  it('may be next to other members of the secret', async () => {
    aws.on(GetSecretValueCommand).resolves({ SecretString: '{"comment":"rotated","clientSecret":"x","clientId":"sa_a"}' });
    expect(await givenSource().current(deadline)).toEqual(basic('sa_a:x'));
  });
});

describe('the cache', () => {
  it('keeps them for five minutes from the moment they were read', async () => {
    aws.on(GetSecretValueCommand).resolvesOnce(secret('old')).resolves(secret('new'));
    const source = givenSource();
    expect(await source.current(deadline)).toEqual(basic('sa_test:old'));
    time += 5 * MINUTE - 1;
    expect(await source.current(deadline)).toEqual(basic('sa_test:old'));
    expect(fetches()).toBe(1);
    time += 1;
    expect(await source.current(deadline)).toEqual(basic('sa_test:new'));
    expect(fetches()).toBe(2);
  });

  it('is passed by a reread, and keeps what that has read', async () => {
    aws.on(GetSecretValueCommand).resolvesOnce(secret('old')).resolves(secret('new'));
    const source = givenSource();
    await source.current(deadline);
    expect(await source.reread(deadline)).toEqual(basic('sa_test:new'));
    expect(await source.current(deadline)).toEqual(basic('sa_test:new'));
    expect(fetches()).toBe(2);
  });

  it('does not hold a failure', async () => {
    aws.on(GetSecretValueCommand).rejectsOnce(new Error('down')).resolves(secret('x'));
    const source = givenSource();
    await expect(source.current(deadline)).rejects.toEqual(refusal('credentials-unavailable'));
    expect(await source.current(deadline)).toEqual(basic('sa_test:x'));
  });

  it('does not hold a secret that is not usable', async () => {
    aws.on(GetSecretValueCommand).resolvesOnce({ SecretString: '{}' }).resolves(secret('x'));
    const source = givenSource();
    await expect(source.current(deadline)).rejects.toEqual(refusal('credentials-not-set'));
    expect(await source.current(deadline)).toEqual(basic('sa_test:x'));
  });

  it('still holds the old ones when a reread fails', async () => {
    aws.on(GetSecretValueCommand).resolvesOnce(secret('old')).rejects(new Error('down'));
    const source = givenSource();
    await source.current(deadline);
    await expect(source.reread(deadline)).rejects.toEqual(refusal('credentials-unavailable'));
    expect(await source.current(deadline)).toEqual(basic('sa_test:old'));
  });
});

describe('many who wait', () => {
  it('share one fetch, and its success', async () => {
    aws.on(GetSecretValueCommand).resolves(secret('x'));
    const source = givenSource();
    const all = await Promise.all([source.current(deadline), source.current(deadline), source.reread(deadline)]);
    expect(all).toEqual(Array(3).fill(basic('sa_test:x')));
    expect(fetches()).toBe(1);
  });

  it('get one more fetch, which they share, when the one that they joined fails: it began before they did', async () => {
    aws.on(GetSecretValueCommand).rejectsOnce(new Error('timed out')).resolves(secret('x'));
    const source = givenSource();
    const [ahead, ...joined] = await Promise.allSettled([1, 2, 3].map(() => source.current(deadline)));
    expect(ahead).toMatchObject({ status: 'rejected', reason: refusal('credentials-unavailable') });
    expect(joined).toEqual(Array(2).fill({ status: 'fulfilled', value: basic('sa_test:x') }));
    expect(fetches()).toBe(2);
  });

  it('share the failure of that one, too', async () => {
    aws.on(GetSecretValueCommand).rejects(new Error('down'));
    const source = givenSource();
    const all = await Promise.allSettled([1, 2, 3].map(() => source.current(deadline)));
    expect(all.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect(fetches()).toBe(2);
  });

  it('get no further one where another would bring the same, or where their time is over', async () => {
    aws.on(GetSecretValueCommand).resolves({ SecretString: '{}' });
    const source = givenSource();
    const all = await Promise.allSettled([source.current(deadline), source.current(deadline)]);
    expect(all).toEqual(Array(2).fill({ status: 'rejected', reason: refusal('credentials-not-set') }));
    expect(fetches()).toBe(1);
    aws.on(GetSecretValueCommand).callsFake(() => Promise.reject(new Error('down')));
    const over = {
      ...deadline,
      requireTime: () => {
        throw new Error('no time');
      },
    };
    const late = await Promise.allSettled([source.current(deadline), source.current(over)]);
    expect(late[1]).toMatchObject({ reason: { message: 'no time' } });
    expect(fetches()).toBe(2);
  });

  it('do not lose the fetch when one of them gives up, only when no one waits any more', async () => {
    const answer = Promise.withResolvers<{ SecretString: string }>();
    aws.on(GetSecretValueCommand).callsFake(() => answer.promise);
    const source = givenSource();
    const hurried = startDeadline(5000);
    const first = source.current(hurried);
    const second = source.current(deadline);
    hurried.end();
    await expect(first).rejects.toEqual(refusal('internal'));
    expect(lastSignal().aborted).toBe(false);
    answer.resolve(secret('x'));
    expect(await second).toEqual(basic('sa_test:x'));
  });
});

describe('a fetch that no one waits for', () => {
  it('is aborted, and no one after it joins it or gets what it brings', async () => {
    const answer = Promise.withResolvers<{ SecretString: string }>();
    aws
      .on(GetSecretValueCommand)
      .callsFakeOnce(() => answer.promise)
      .resolves(secret('new'));
    const source = givenSource();
    const hurried = startDeadline(5000);
    const given = source.current(hurried);
    hurried.end();
    await expect(given).rejects.toEqual(refusal('internal'));
    expect(lastSignal().aborted).toBe(true);
    expect(await source.current(deadline)).toEqual(basic('sa_test:new'));
    answer.resolve(secret('old'));
    await new Promise(setImmediate);
    expect(await source.current(deadline)).toEqual(basic('sa_test:new'));
  });

  it('does not make those forget each other who came after it', async () => {
    const [first, second] = [Promise.withResolvers<{ SecretString: string }>(), Promise.withResolvers<{ SecretString: string }>()];
    aws
      .on(GetSecretValueCommand)
      .callsFakeOnce(() => first.promise)
      .callsFake(() => second.promise);
    const source = givenSource();
    const hurried = startDeadline(5000);
    const given = source.current(hurried);
    hurried.end();
    await expect(given).rejects.toEqual(refusal('internal'));
    const later = source.current(deadline);
    first.resolve(secret('old'));
    await new Promise(setImmediate);
    const last = source.current(deadline);
    second.resolve(secret('new'));
    expect(await Promise.all([later, last])).toEqual([basic('sa_test:new'), basic('sa_test:new')]);
    expect(fetches()).toBe(2);
  });

  it('is one that takes longer than ten seconds', async () => {
    aws.on(GetSecretValueCommand).callsFake(() => new Promise(() => undefined));
    const limits: number[] = [];
    const within: Deadline['within'] = (_work, ms, late) => {
      limits.push(ms);
      return Promise.reject(late());
    };
    const impatient = { ...deadline, within };
    await expect(givenSource().current(impatient)).rejects.toEqual(refusal('credentials-unavailable', /did not answer/));
    expect(limits).toEqual([10_000]);
    expect(lastSignal().aborted).toBe(true);
  });

  it('fails unheard', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const answer = Promise.withResolvers<never>();
    aws.on(GetSecretValueCommand).callsFake(() => answer.promise);
    const hurried = startDeadline(5000);
    const given = givenSource().current(hurried);
    hurried.end();
    await expect(given).rejects.toEqual(refusal('internal'));
    answer.reject(new Error('aborted'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});

describe('a reading ahead', () => {
  it('is what the first request gets', async () => {
    aws.on(GetSecretValueCommand).resolves(secret('hunter2'));
    const source = givenSource();
    await readSecretAhead(source);
    expect(fetches()).toBe(1);
    expect(await source.current(deadline)).toEqual(basic('sa_test:hunter2'));
    expect(fetches()).toBe(1);
  });

  it('that fails is left to the first request', async () => {
    aws.on(GetSecretValueCommand).rejectsOnce(new Error('no network yet')).resolves(secret('hunter2'));
    const source = givenSource();
    await expect(readSecretAhead(source)).resolves.toBeUndefined();
    expect(await source.current(deadline)).toEqual(basic('sa_test:hunter2'));
  });
});

describe('a secret', () => {
  it('without a value yet is not set, although AWS says that it does not exist', async () => {
    aws.on(GetSecretValueCommand).rejects(new ResourceNotFoundException({ message: 'no AWSCURRENT', $metadata: {} }));
    const act = givenSource().current(deadline);
    await expect(act).rejects.toEqual(refusal('credentials-not-set', /no value yet/));
    await expect(act).rejects.toHaveProperty('cause.name', 'ResourceNotFoundException');
  });

  it.each(['AccessDeniedException', 'DecryptionFailure', 'InternalServiceError', 'ThrottlingException', 'TimeoutError', 'ECONNREFUSED'])(
    'that cannot be read (%s) is unavailable',
    async (name) => {
      aws.on(GetSecretValueCommand).rejects(Object.assign(new Error('with a secret in it'), { name }));
      const act = givenSource().current(deadline);
      await expect(act).rejects.toEqual(refusal('credentials-unavailable', new RegExp(name)));
      await expect(act).rejects.not.toThrow(/with a secret/);
      await expect(act).rejects.toHaveProperty('cause.name', name);
    },
  );

  it('that fails with something that is no error is unavailable, too', async () => {
    aws.on(GetSecretValueCommand).callsFake(() => Promise.reject('with a secret in it'));
    await expect(givenSource().current(deadline)).rejects.toEqual(refusal('credentials-unavailable', /\(unknown\)$/));
  });

  it.each([
    ['binary', { SecretBinary: new Uint8Array([1]) }, /not a JSON object/],
    ['empty', { SecretString: '' }, /not a JSON object/],
    ['no JSON', { SecretString: 'sa_test:hunter2' }, /not a JSON object/],
    ['a list', { SecretString: '["sa_test","hunter2"]' }, /not a JSON object/],
    ['empty JSON', { SecretString: '{}' }, /not of the form/],
    ['without a client secret', { SecretString: '{"clientId":"sa_test"}' }, /not of the form/],
    ['without a client id', { SecretString: '{"clientSecret":"hunter2"}' }, /not of the form/],
    ['with an empty client secret', secret(''), /not of the form/],
    ['with a client secret that is no text', { SecretString: '{"clientId":"sa_test","clientSecret":1}' }, /not of the form/],
    ['with a client id in a list', secret('hunter2', ['sa_test']), /not of the form/],
    ['with a client id that is no text', secret('hunter2', { sa_: 1 }), /not of the form/],
    ['spelled in another way', { SecretString: '{"client_id":"sa_test","client_secret":"hunter2"}' }, /not of the form/],
  ])('that is %s is not set, and is not quoted', async (_what, value, reason) => {
    aws.on(GetSecretValueCommand).resolves(value);
    const act = givenSource().current(deadline);
    await expect(act).rejects.toEqual(refusal('credentials-not-set', reason));
    await expect(act).rejects.toMatchObject({ message: expect.not.stringMatching(/hunter2|sa_test/) });
    await expect(act).rejects.not.toHaveProperty('cause');
  });

  it.each(['', 'sa_', 'test', 'SA_test', 'xsa_test', ' sa_test', 'sa_test ', 'sa_test\n', 'sa_te st', 'sa_test:x', 'sa_:', 'sa_a\r\nX: y'])(
    'with the client id %j is refused with what to do: no old key, and no border between id and password that could move',
    async (clientId) => {
      aws.on(GetSecretValueCommand).resolves(secret('hunter2', clientId));
      await expect(givenSource().current(deadline)).rejects.toEqual(refusal('credentials-not-set', /service account key/));
    },
  );
});
