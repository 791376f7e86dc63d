import { askWithKey } from '../../../ops/agent/agent-api';

const KEY = { clientId: 'sa_123', clientSecret: 'secret-of-the-company' };

describe('a key that was given', () => {
  it.each([
    'https://api.eu.platform.microblink.com.example.org/agent/',
    'https://example.org/agent/',
    'http://api.eu.platform.microblink.com/agent/',
    'https://sa@api.eu.platform.microblink.com/agent/',
    'http://127.0.0.1.example.org/agent/',
    'no URL',
  ])('is not sent to %s, even if the function names it', async (url) => {
    const failed = expect(askWithKey(url, 'wf-1', KEY, AbortSignal.timeout(5000))).rejects;
    await failed.toMatchObject({ code: 'foreign-agent', text: { where: url } });
  });
});
