import path from 'node:path';
import { CognitoIdentityProviderClient, GlobalSignOutCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { build } from 'esbuild';
import { decodeJwt } from 'jose';
import type { Browser, Page } from 'playwright-core';
import { type LoopbackServer, listenOnLoopback } from '../../stand-ins/loopback';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { startTestStack, type TestStack } from '../support/local-stack';
import { read, section } from './documents';

const ROOT = path.join(__dirname, '..', '..');
const LIBRARIES = [
  ['Amplify for JavaScript 6', 'userPoolEndpoint'],
  ['amazon-cognito-identity-js', 'endpoint'],
] as const;

interface Fresh {
  readonly idToken: string;
  readonly subject: string;
}

/** The module that the guide shows for a library, bundled for a browser with what the guide tells bundlers; its exports are in `app`. */
async function shownModule(library: string): Promise<string> {
  const shown = section(read('docs/sdk/README.md'), library);
  const [, contents = ''] = /```js\n([\s\S]*?)```/.exec(shown) ?? [];
  const [, name, value = ''] = /`define: \{ (\w+): '(\w+)' \}`/.exec(shown) ?? [];
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT },
    define: name === undefined ? {} : { [name]: value },
    alias: { 'aws-amplify/auth': '@aws-amplify/auth', 'aws-amplify': path.join(ROOT, 'test/support/aws-amplify.ts') },
    ...{ bundle: true, write: false, platform: 'browser', format: 'iife', globalName: 'app', logLevel: 'silent' },
  });
  return outputFiles[0]?.text ?? '';
}

/** Shortens every wait of a page: a library asks Cognito up to eight times, in six seconds, whether a session that was ended is there after all. */
const waitAMoment = `{ const wait = setTimeout; window.setTimeout = (then, ms, ...values) => wait(then, Math.min(ms, 10), ...values); }`;

/** A busy machine takes its time. */

describeInBrowser('the sign-in of docs/sdk/README.md', () => {
  let stack: TestStack;
  let site: LoopbackServer;
  let browser: Browser;

  beforeAll(async () => {
    stack = await startTestStack();
    site = await listenOnLoopback();
    site.serve((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>An app</title>'),
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await stack?.stop();
  });

  describe.each(LIBRARIES)('%s', (library, addressSetting) => {
    let content: string;
    let page: Page;
    /** Calls an export of the guide's module in the page. */
    const call = (name: string, ...parts: unknown[]) => page.evaluate(`app.${name}(${parts.map((part) => JSON.stringify(part)).join()})`);
    const freshToken = async () => (await call('freshToken')) as Fresh | undefined;
    const logIn = (name: 'alice' | 'bob', password = stack.user(name).password) => call('logIn', stack.user(name).email, password);
    const settings = (endpoint: string | undefined) => {
      const { userPoolId, clientId } = stack.details.cognito;
      return { userPoolId, userPoolClientId: clientId, [addressSetting]: endpoint };
    };

    beforeAll(async () => {
      content = await shownModule(library);
    });
    beforeEach(async () => {
      page = await (await browser.newContext()).newPage();
      await page.goto(site.url);
      await page.addScriptTag({ content });
      await call('configure', settings(stack.details.cognito.endpoint));
    });
    afterEach(() => page.context().close());

    test('signs a user in from a page of another origin, and gets tokens that the API takes, a new one each time', async () => {
      expect(await logIn('alice')).toBe('DONE');
      const [first, second] = [await freshToken(), await freshToken()];
      expect([first?.subject, second?.subject]).toEqual([stack.user('alice').subject, stack.user('alice').subject]);
      expect(decodeJwt(first?.idToken ?? '').jti).not.toBe(decodeJwt(second?.idToken ?? '').jti);
      const info = `/initialize/${stack.details.workflows.injecting[0]}/info`;
      expect((await stack.request('GET', info, { token: second?.idToken })).status).toBe(200);
    });

    test('proves the password and never sends it', async () => {
      const sent: string[] = [];
      page.on('request', (request) => sent.push(request.postData() ?? ''));
      await logIn('alice');
      expect(sent.join()).toContain('SRP_A');
      expect(sent.join()).not.toContain(stack.user('alice').password);
    });

    test('says in Cognito’s words that a password is wrong', async () => {
      await expect(logIn('alice', 'another password')).rejects.toThrow('Incorrect username or password.');
    });

    test('lets the next user sign in while another is signed in, and then has that user’s token alone', async () => {
      await logIn('alice');
      await logIn('bob');
      expect((await freshToken())?.subject).toBe(stack.user('bob').subject);
    });

    test('finds the session again after the page was loaded again', async () => {
      await logIn('alice');
      await page.reload();
      await page.addScriptTag({ content });
      await call('configure', settings(stack.details.cognito.endpoint));
      expect((await freshToken())?.subject).toBe(stack.user('alice').subject);
    });

    test('has no token before a sign-in, nor once the session was ended elsewhere', async () => {
      expect(await freshToken()).toBeUndefined();
      await logIn('alice');
      await signOutEverywhere();
      await page.evaluate(waitAMoment);
      expect(await freshToken()).toBeUndefined();
      expect(await logIn('alice')).toBe('DONE');
    });

    test('asks AWS where the address is left out', async () => {
      const asked = new Set<string>();
      await page.route('**', (route) => {
        asked.add(route.request().url());
        return route.abort();
      });
      await call('configure', settings(undefined));
      await logIn('alice').catch(() => undefined);
      expect([...asked]).toEqual([`https://cognito-idp.${stack.details.cognito.userPoolId.split('_')[0]}.amazonaws.com/`]);
    });
  });

  /** Ends every session of alice, as from another device. */
  async function signOutEverywhere(): Promise<void> {
    const { endpoint, clientId: ClientId } = stack.details.cognito;
    const client = new CognitoIdentityProviderClient({
      ...{ endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } },
    });
    const AuthParameters = { USERNAME: stack.user('alice').email, PASSWORD: stack.user('alice').password };
    const signIn = new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters });
    const { AuthenticationResult } = await client.send(signIn);
    await client.send(new GlobalSignOutCommand({ AccessToken: AuthenticationResult?.AccessToken }));
    client.destroy();
  }
});
