import { serveAgentApi } from '../../stand-ins/agent/api';
import { listenOnLoopback } from '../../stand-ins/loopback';
import { bundleCode, bundleInputs } from '../support/built';
import { synthesizeStage } from '../support/template';

const TOLD = /_stand-in|answerNext|toldAnswers|createToldAnswers/;

describe('no one can tell what is deployed how to answer', () => {
  test.each(['proxy', 'verdict'] as const)('the bundle of the %s holds no file and no word of it', (bundle) => {
    expect(bundleInputs(bundle).some((input) => input.startsWith('lambda/'))).toBe(true);
    expect(bundleInputs(bundle).filter((input) => /^(?:local|stand-ins)\//.test(input))).toEqual([]);
    expect(bundleCode(bundle)).not.toMatch(TOLD);
  });

  test.each(['local', 'dev', 'prod'])('nor does the template of the stage %s', (stage) => {
    expect(JSON.stringify(synthesizeStage(stage).template)).not.toMatch(TOLD);
  });

  test('and a stand-in of the Agent API with nothing in front of it takes no code', async () => {
    const server = await listenOnLoopback();
    const url = serveAgentApi(server, { clientId: 'sa_x', clientSecret: 'y', workflowIds: [], imageFields: [] });
    const response = await fetch(`${url}_stand-in/next`, { method: 'PUT', body: '{"code":"internal"}' });
    await server.close();
    expect(response.status).toBe(404);
  });
});
