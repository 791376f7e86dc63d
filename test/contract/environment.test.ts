import { readEnvironment, VARIABLES } from '../../contract/environment';

const COMPLETE: Readonly<Record<string, string>> = {
  AGENT_URL: 'https://api.eu.platform.microblink.com/agent/',
  AGENT_FORWARD_HEADERS: '["x-correlation-id"]',
  AGENT_FORWARD_MEMBERS: '["correlationId"]',
  CALLER_TOKENS: '{"use":"id","clientIds":["client"]}',
  CALLER_RULES: '{"subjectClaim":"sub","consentUserId":"must-match","consentGate":"consent-required"}',
  FACE_BUCKET: 'faces',
  FACE_BUCKET_RULES: '{"requireChecksum":true,"missingKey":"message-names-list-bucket"}',
  FACE_IMAGES: '{"face":{"key":"faces/{subject}","maxBytes":1000}}',
  WORKFLOWS: '{"inject":{},"passThrough":"every-workflow-of-the-organisation"}',
  CREDENTIALS_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:x',
  CORS_ORIGINS: '"*"',
  LIMITS: '{"deadlineMs":27000}',
};

const TRANSACTIONS = { TRANSACTIONS_TABLE: 'transactions' };
const ATTEMPTS = { ATTEMPT_LIMITS: '{"table":"t","windowMinutes":60,"injecting":10,"others":30,"whenTableIsDown":"refuse"}' };

describe('the environment of the function', () => {
  it('is read from these variables and no other', () => {
    expect(Object.values(VARIABLES).sort()).toEqual(Object.keys({ ...COMPLETE, ...ATTEMPTS, ...TRANSACTIONS }).sort());
  });

  it('takes a URL, a bucket and an ARN as they are, and everything else as JSON', () => {
    expect(readEnvironment({ ...COMPLETE, PATH: '/bin' })).toEqual({
      agentUrl: COMPLETE.AGENT_URL,
      forwardHeaders: ['x-correlation-id'],
      forwardMembers: ['correlationId'],
      tokens: { use: 'id', clientIds: ['client'] },
      callerRules: { subjectClaim: 'sub', consentUserId: 'must-match', consentGate: 'consent-required' },
      bucket: 'faces',
      bucketRules: { requireChecksum: true, missingKey: 'message-names-list-bucket' },
      images: { face: { key: 'faces/{subject}', maxBytes: 1000 } },
      workflows: { inject: {}, passThrough: 'every-workflow-of-the-organisation' },
      secretArn: COMPLETE.CREDENTIALS_SECRET_ARN,
      corsOrigins: '*',
      limits: { deadlineMs: 27000 },
    });
  });

  it.each(Object.keys(COMPLETE))('does not start the function without %s', (name) => {
    for (const value of ['', undefined]) {
      expect(() => readEnvironment({ ...COMPLETE, [name]: value })).toThrow(`incomplete: ${name} is missing. Deploy`);
    }
  });

  it('limits attempts as the variable says, and not at all without it; empty is a fault, not a switch', () => {
    expect(readEnvironment({ ...COMPLETE, ...ATTEMPTS }).attempts).toEqual(JSON.parse(ATTEMPTS.ATTEMPT_LIMITS));
    expect(readEnvironment(COMPLETE).attempts).toBeUndefined();
    expect(() => readEnvironment({ ...COMPLETE, ATTEMPT_LIMITS: '' })).toThrow('ATTEMPT_LIMITS is missing');
  });

  it('records starts in the table that the variable names, and none without it', () => {
    expect(readEnvironment({ ...COMPLETE, ...TRANSACTIONS }).transactions).toBe('transactions');
    expect(readEnvironment(COMPLETE).transactions).toBeUndefined();
  });

  it('names every fault at once, and quotes no value', () => {
    const act = () => readEnvironment({ ...COMPLETE, LIMITS: '{secret', FACE_BUCKET: '', CORS_ORIGINS: '*' });
    expect(act).toThrow('FACE_BUCKET is missing; CORS_ORIGINS is not JSON; LIMITS is not JSON');
    expect(act).not.toThrow(/secret/);
  });
});
