import { createHash } from 'node:crypto';
import { dynamoDbAttempts } from '../../../lambda/attempts/attempt-counter';
import { startDeadline } from '../../../lambda/deadline/deadline';
import { type GivenTable, givenTable, RULES } from '../../support/attempts';
import { refusal } from '../../support/refusal';

let table: GivenTable;
let now = Date.UTC(2026, 0, 1, 10, 20);
const deadline = startDeadline(30_000);
beforeAll(async () => {
  table = await givenTable();
});
afterAll(async () => {
  deadline.end();
  await table.stop();
});

const attempts = () => dynamoDbAttempts(table.client, RULES, () => now);
const start = (subject: string, of: 'injecting' | 'others' = 'injecting') => attempts().count(subject, of, deadline);
const times = (count: number, act: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, act));

describe('starts of one subject', () => {
  test('are counted up to the limit, and refused above it until the window ends', async () => {
    expect(await times(RULES.injecting, () => start('anna'))).toEqual(['counted', 'counted', 'counted']);
    await expect(start('anna')).rejects.toEqual(refusal('too-many-attempts'));
    await expect(start('anna')).rejects.toMatchObject({ retryAfterSeconds: 40 * 60 });
  });

  test('begin again in the next window, to the millisecond, even if the table still has old items', async () => {
    await times(RULES.injecting, () => start('berta'));
    now = Date.UTC(2026, 0, 1, 10, 59, 59, 999);
    await expect(start('berta')).rejects.toMatchObject({ code: 'too-many-attempts', retryAfterSeconds: 1 });
    now = Date.UTC(2026, 0, 1, 11);
    expect(await start('berta')).toBe('counted');
    expect((await table.items()).filter(({ attempt = '' }) => attempt.startsWith(hash('berta')))).toHaveLength(2);
  });

  test('are counted apart by kind, each with its own limit', async () => {
    await times(RULES.injecting, () => start('carl'));
    await times(RULES.others, () => start('carl', 'others'));
    await expect(start('carl', 'others')).rejects.toEqual(refusal('too-many-attempts'));
  });

  test('do not use up those of another subject', async () => {
    await times(RULES.injecting, () => start('dora'));
    for (const other of ['Dora', 'dora/', 'dor', 'dora/injecting']) expect(await start(other)).toBe('counted');
  });

  test('that come all at once get no further than one after the other', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => start('emil')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(RULES.injecting);
  });

  test('that are refused are not counted', async () => {
    await times(RULES.injecting, () => start('fritz'));
    await Promise.allSettled(Array.from({ length: 5 }, () => start('fritz')));
    expect((await table.items()).find(({ attempt = '' }) => attempt.startsWith(hash('fritz')))?.starts).toBe(String(RULES.injecting));
  });
});

describe('the table', () => {
  test('names no one: the key is the whole SHA-256 of the subject, the kind and the end of the window', async () => {
    now = Date.UTC(2026, 0, 1, 12);
    await start('gerda@example.com');
    const end = Date.UTC(2026, 0, 1, 13) / 1000;
    const items = await table.items();
    expect(items).toContainEqual({
      attempt: `${hash('gerda@example.com')}/injecting/${end}`,
      starts: '1',
      expires: String(end + 3600),
    });
    expect(JSON.stringify(items)).not.toContain('gerda');
  });
});

function hash(subject: string): string {
  return createHash('sha256').update(subject).digest('hex');
}
