import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serveExample } from '../../../examples/step-up/serve';
import { listenOnLoopback } from '../../../stand-ins/loopback';
import { startTestStack, type TestStack } from '../../support/local-stack';
import { until } from '../../support/until';

let folder: string;
let stackFile: string;
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
  folder = await mkdtemp(path.join(tmpdir(), 'face-match-proxy-example-'));
  stackFile = path.join(folder, 'stack.json');
});
afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => rm(stackFile, { force: true }));

const write = (details: object) => writeFile(stackFile, JSON.stringify(details));
const serve = (say: (line: string) => void = () => undefined, port = 0) => serveExample({ stackFile, port, say });

describe('npm run example', () => {
  test('says that npm start comes first, where no local stack runs', async () => {
    await expect(serve()).rejects.toThrow('The local stack does not run. Run npm start in another window');
  });

  test('says that npm start comes again, where the file is of a stack that has ended badly', async () => {
    const gone = await listenOnLoopback();
    await gone.close();
    await write({ ...stack.details, baseUrl: gone.url });
    await expect(serve()).rejects.toThrow('is of a local stack that does not answer any more. Run npm start again');
  });

  test('says which setting is missing, where the stack gives no verdicts', async () => {
    await write({ ...stack.details, verdicts: undefined });
    await expect(serve()).rejects.toThrow('put "verdicts" back into config/local.json');
  });

  test('says how to choose another port, where its own is taken or none', async () => {
    await write(stack.details);
    const other = await listenOnLoopback();
    for (const port of [other.port, Number('none'), 65536])
      await expect(serve(undefined, port)).rejects.toThrow('EXAMPLE_PORT=4020 npm run example');
    await other.close();
  });

  test('says where it is and how to sign in, and serves the page there', async () => {
    await write(stack.details);
    const said: string[] = [];
    const example = await serve((line) => said.push(line));
    const { email, password } = stack.user('alice');
    expect(said).toEqual([`Open ${example.url} and sign in as ${email}, password ${password}. Ctrl-C ends it.`]);
    expect(await (await fetch(example.url)).text()).toContain('Example Bank');
    example.stop();
  });

  test('follows the local stack when that starts again with other keys and at other addresses', async () => {
    await write(stack.details);
    const said: string[] = [];
    const example = await serve((line) => said.push(line));
    await rm(stackFile);
    await until(() => said.length === 2);
    expect(said[1]).toBe('The local stack has ended. This goes on when it starts again.');
    const next = await startTestStack();
    await write(next.details);
    await until(() => said.length === 3);
    const token = await next.signIn('alice');
    const reply = await fetch(`${example.url}/api/phone`, { headers: { Authorization: `Bearer ${token}` } });
    expect(await reply.json()).toEqual({ phone: '+442079460000' });
    expect(await (await fetch(`${example.url}/page.js`)).text()).toContain(next.details.baseUrl);
    example.stop();
    await next.stop();
  });
});
