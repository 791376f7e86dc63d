import { READING } from '../../contract/reading';
import { readVerdictEnvironment, VERDICT_VARIABLES } from '../../contract/verdict-environment';

const COMPLETE: Readonly<Record<string, string>> = {
  AGENT_URL: 'https://api.eu.platform.microblink.com/agent/',
  AGENT_READING: JSON.stringify(READING),
  CREDENTIALS_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:x',
  TRANSACTIONS_TABLE: 'transactions',
  MAX_AGE_MINUTES: '15',
};

test('the environment of the verdict is read from these variables and no other', () => {
  expect(Object.values(VERDICT_VARIABLES).sort()).toEqual(Object.keys(COMPLETE).sort());
  expect(readVerdictEnvironment({ ...COMPLETE, PATH: '/bin' })).toEqual({
    agentUrl: COMPLETE.AGENT_URL,
    reading: READING,
    secretArn: COMPLETE.CREDENTIALS_SECRET_ARN,
    transactions: 'transactions',
    maxAgeMinutes: 15,
  });
});

test.each(Object.keys(COMPLETE))('does not start the function without %s', (name) => {
  for (const value of ['', undefined])
    expect(() => readVerdictEnvironment({ ...COMPLETE, [name]: value })).toThrow(`incomplete: ${name} is missing. Deploy`);
});

test.each(['NaN', 'soon', '0', '-1', '61', 'Infinity'])(
  'an age of %s minutes does not start it: no start would ever be too old',
  (value) => {
    expect(() => readVerdictEnvironment({ ...COMPLETE, MAX_AGE_MINUTES: value })).toThrow('MAX_AGE_MINUTES is no number of minutes');
  },
);

test('names every fault at once, and quotes no value', () => {
  const act = () => readVerdictEnvironment({ ...COMPLETE, AGENT_READING: '{secret', TRANSACTIONS_TABLE: '', MAX_AGE_MINUTES: 'x' });
  expect(act).toThrow('TRANSACTIONS_TABLE is missing; AGENT_READING is not JSON; MAX_AGE_MINUTES is no number');
  expect(act).not.toThrow(/secret/);
});
