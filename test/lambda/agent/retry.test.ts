import type { AgentReply } from '../../../lambda/agent/agent-client';
import type { CredentialSource } from '../../../lambda/agent/credentials';
import { attemptOnceOrTwice } from '../../../lambda/agent/retry';
import { type Deadline, startDeadline } from '../../../lambda/deadline/deadline';
import { Problem, StaleConnection } from '../../../lambda/errors';
import { refusal } from '../../support/refusal';

const reply = (status: number): AgentReply => ({ status, headers: {}, body: Buffer.alloc(0) });
const stale = () => new StaleConnection('dead');

/** Answers in turn, and writes down with which credentials it was asked. */
function scripted(answers: (AgentReply | Error)[]) {
  const used: string[] = [];
  const attempt = async ({ authorization }: { authorization: string }) => {
    used.push(authorization);
    const answer = answers.shift() ?? new Error('asked too often');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { attempt, used };
}

function source(cached: string, now: string): CredentialSource & { rereads: number } {
  const given = {
    rereads: 0,
    current: async () => ({ authorization: cached }),
    reread: async () => {
      given.rereads++;
      return { authorization: now };
    },
  };
  return given;
}

/** With the credentials that are current. */
const onceOrTwice = async (attempt: Parameters<typeof attemptOnceOrTwice>[0], from: CredentialSource, within: Deadline) =>
  await attemptOnceOrTwice(attempt, await from.current(within), from, within);

describe('a request', () => {
  let deadline: Deadline;
  beforeEach(() => {
    deadline = startDeadline(60_000);
  });
  afterEach(() => deadline.end());

  it.each([200, 400, 403, 408, 429, 500, 502, 503, 504])('is sent once when the agent answers %d', async (status) => {
    const { attempt, used } = scripted([reply(status)]);
    const credentials = source('old', 'new');
    expect(await onceOrTwice(attempt, credentials, deadline)).toEqual(reply(status));
    expect(used).toEqual(['old']);
    expect(credentials.rereads).toBe(0);
  });

  it('is sent again after a 401 with credentials that have changed since', async () => {
    const { attempt, used } = scripted([reply(401), reply(200)]);
    expect(await onceOrTwice(attempt, source('old', 'new'), deadline)).toEqual(reply(200));
    expect(used).toEqual(['old', 'new']);
  });

  it('is not sent again after a 401 with the same credentials', async () => {
    const { attempt, used } = scripted([reply(401)]);
    const credentials = source('same', 'same');
    expect(await onceOrTwice(attempt, credentials, deadline)).toEqual(reply(401));
    expect(used).toEqual(['same']);
    expect(credentials.rereads).toBe(1);
  });

  it('is sent again, with the same credentials, when a keep-alive connection was dead', async () => {
    const { attempt, used } = scripted([stale(), reply(200)]);
    const credentials = source('old', 'new');
    expect(await onceOrTwice(attempt, credentials, deadline)).toEqual(reply(200));
    expect(used).toEqual(['old', 'old']);
    expect(credentials.rereads).toBe(0);
  });

  it.each([
    ['two refusals', [reply(401), reply(401)], reply(401)],
    ['a dead connection and a refusal', [stale(), reply(401)], reply(401)],
  ])('is never sent a third time, after %s', async (_what, answers, last) => {
    const { attempt, used } = scripted(answers);
    expect(await onceOrTwice(attempt, source('old', 'new'), deadline)).toEqual(last);
    expect(used).toHaveLength(2);
  });

  it.each([
    ['two dead connections', [stale(), stale()]],
    ['a refusal and a dead connection', [reply(401), stale()]],
  ])('ends as unreachable after %s', async (_what, answers) => {
    const { attempt, used } = scripted(answers);
    await expect(onceOrTwice(attempt, source('old', 'new'), deadline)).rejects.toEqual(refusal('agent-unreachable'));
    expect(used).toHaveLength(2);
  });

  it.each([
    new Problem('agent-bad-response', 'cut'),
    new Problem('agent-timeout', 'late'),
    new Problem('face-unusable', 'x'),
    new Error('bug'),
  ])('is not sent again after %s', async (error) => {
    const { attempt, used } = scripted([error]);
    await expect(onceOrTwice(attempt, source('old', 'new'), deadline)).rejects.toBe(error);
    expect(used).toHaveLength(1);
  });

  it.each([[stale()], [reply(401)]])('fails as its second attempt fails', async (first) => {
    const error = new Problem('face-unusable', 'cut');
    const { attempt } = scripted([first, error]);
    await expect(onceOrTwice(attempt, source('old', 'new'), deadline)).rejects.toBe(error);
  });

  it.each([[stale()], [reply(401)]])('is not sent again when its time is over', async (answer) => {
    const { attempt, used } = scripted([answer, reply(200)]);
    const ending = async (credentials: { authorization: string }) => await attempt(credentials).finally(() => deadline.end());
    await expect(onceOrTwice(ending, source('old', 'new'), deadline)).rejects.toEqual(refusal('agent-timeout'));
    expect(used).toHaveLength(1);
  });
});
