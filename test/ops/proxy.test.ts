import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { requestApi } from '../../ops/api/api-request';
import { unreachable } from '../../ops/failures/unreachable';
import { proxyVariables, useProxy } from '../../ops/proxy';
import { runOps, runOpsProcess } from '../support/ops';

/** A proxy as companies have them: it opens a way to any host, here always to one server, and says which was asked for. */
interface Proxy {
  readonly url: string;
  readonly asked: string[];
  stop(): void;
}

async function startProxy(target: number, refuse?: string): Promise<Proxy> {
  const asked: string[] = [];
  const server = createHttpServer((_request, response) => response.writeHead(502).end());
  server.on('connect', ({ url = '', headers }, socket, head) => {
    asked.push(`${url} ${headers['proxy-authorization'] ?? ''}`.trim());
    if (refuse !== undefined) return void socket.end(`HTTP/1.1 ${refuse}\r\n\r\n`);
    const to = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      to.write(head);
      to.pipe(socket).pipe(to);
    });
    for (const side of [to, socket]) side.on('error', () => to.destroy());
  });
  const port = await listen(server);
  return { asked, url: `http://127.0.0.1:${port}`, stop: () => void server.close().closeAllConnections() };
}

async function listen(server: ReturnType<typeof createHttpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const HOST = 'cloudformation.eu-central-1.amazonaws.com';
const BASE = {
  ...{ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example', AWS_EC2_METADATA_DISABLED: 'true' },
  ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
};
const NO_STACK = `<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id FaceMatchProxy-dev does not exist</Message></Error></ErrorResponse>`;

let folder: string;
let ca: string;
let aws: ReturnType<typeof createHttpServer>;
let proxy: Proxy;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proxy-'));
  const names = [HOST, 'api.eu.platform.microblink.com'].map((value) => ({ type: 2 as const, value }));
  const pems = await generate([{ name: 'commonName', value: HOST }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: names }],
  });
  ca = join(folder, 'ca.pem');
  await writeFile(ca, pems.cert);
  aws = createHttpsServer({ key: pems.private, cert: pems.cert }, (_request, response) => {
    response.writeHead(400, { 'content-type': 'text/xml' }).end(NO_STACK);
  });
  proxy = await startProxy(await listen(aws));
});
afterAll(async () => {
  proxy.stop();
  aws.close().closeAllConnections();
  await rm(folder, { recursive: true });
});
beforeEach(() => void proxy.asked.splice(0));

const check = (environment: Record<string, string>) =>
  runOpsProcess(['credentials', 'check', '--json'], { environment: { ...BASE, ...environment } });

test.each(['HTTPS_PROXY', 'https_proxy'])('a request to AWS goes through the proxy that %s names, with its password', async (name) => {
  const { code, stdout } = await check({ [name]: proxy.url.replace('//', '//anna:kept-secret@'), NODE_EXTRA_CA_CERTS: ca });
  expect({ code, kind: JSON.parse(stdout).error.code }).toEqual({ code: 4, kind: 'stage-not-found' });
  expect(proxy.asked).toEqual([`${HOST}:443 Basic ${Buffer.from('anna:kept-secret').toString('base64')}`]);
});

test('a certificate of the proxy’s own authority is reported with the variable that names it', async () => {
  const { code, stdout } = await check({ HTTPS_PROXY: proxy.url });
  const { error } = JSON.parse(stdout);
  expect({ code, asked: proxy.asked.length > 0 }).toEqual({ code: 5, asked: true });
  expect(error.what).toMatch(/certificate .* not one that this machine trusts/);
  expect(error.toDo).toContain('NODE_EXTRA_CA_CERTS');
  expect(error.toDo).not.toContain('NODE_TLS_REJECT_UNAUTHORIZED');
});

test('a proxy that refuses is reported as such, and its password never', async () => {
  const refusing = await startProxy(0, '407 Proxy Authentication Required');
  const { code, stdout, stderr } = await check({ HTTPS_PROXY: refusing.url.replace('//', '//anna:kept-secret@') });
  refusing.stop();
  expect({ code, what: JSON.parse(stdout).error.what }).toMatchObject({
    code: 5,
    what: expect.stringMatching(/proxy does not forward .*407/),
  });
  expect(stdout + stderr).not.toContain('kept-secret');
});

test('what goes to Microblink goes through it, too, and what goes to this machine does not', async () => {
  const direct = useProxy({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url });
  const here = createHttpServer((_request, response) => response.end('here'));
  try {
    const refusal = requestApi('https://api.eu.platform.microblink.com/agent/', {}, new AbortController().signal);
    await expect(refusal).rejects.toMatchObject({ text: { toDo: expect.stringContaining('NODE_EXTRA_CA_CERTS') } });
    const answer = await requestApi(`http://127.0.0.1:${await listen(here)}/`, {}, new AbortController().signal);
    expect([await answer.text(), proxy.asked]).toEqual(['here', ['api.eu.platform.microblink.com:443']]);
  } finally {
    direct();
    here.close().closeAllConnections();
  }
});

describe('the variables', () => {
  const address = 'http://proxy.example:8080';
  test('name what goes without: this machine and the credentials of AWS’s own machines always, a domain with all that is below it', () => {
    const { no_proxy = '' } = proxyVariables({ HTTPS_PROXY: address, NO_PROXY: 'amazonaws.com, .corp.example 10.0.0.1' }) ?? {};
    const all = ['amazonaws.com', '.amazonaws.com', '.corp.example', '10.0.0.1', 'localhost', '127.0.0.1', '[::1]', '169.254.169.254'];
    expect(no_proxy.split(',')).toEqual(expect.arrayContaining(all));
  });

  test('count in lower case before upper case, as for curl', () => {
    expect(proxyVariables({ HTTPS_PROXY: 'http://a:1', https_proxy: address })).toMatchObject({ https_proxy: address });
  });

  test('may leave out http://', () => {
    expect(proxyVariables({ HTTPS_PROXY: 'proxy.example:8080' })).toMatchObject({ https_proxy: address });
  });

  test.each([{}, { HTTPS_PROXY: '' }, { NO_PROXY: 'x' }, { HTTPS_PROXY: address, NO_PROXY: '*' }])('name none in %j', (environment) => {
    expect(proxyVariables(environment)).toBeUndefined();
  });

  test.each(['socks5://user:kept-secret@proxy:1080', 'http://user:kept-secret@:80:80', 'ftp://x'])(
    'are refused with %s, and not shown',
    async (value) => {
      const { code, stdout, stderr } = await runOps(['credentials', 'check', '--json'], { environment: { ...BASE, HTTPS_PROXY: value } });
      expect({ code, what: JSON.parse(stdout).error.what }).toMatchObject({ code: 2, what: expect.stringContaining('HTTPS_PROXY') });
      expect(stdout + stderr).not.toContain('kept-secret');
      const local = await runOps(['credentials', 'check', '--json', '--local'], { environment: { ...BASE, HTTPS_PROXY: value } });
      expect(JSON.parse(local.stdout).error.code).toBe('no-local-stack');
    },
  );
});

test.each<[code: string, toDo: RegExp]>([
  ['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS/],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /NODE_EXTRA_CA_CERTS/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
  ['CERT_UNTRUSTED', /NODE_EXTRA_CA_CERTS/],
  ['CERT_HAS_EXPIRED', /clock of this machine/],
  ['CERT_NOT_YET_VALID', /clock of this machine/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /another host/],
  ['ENOTFOUND', /that --region names a region\. Behind a proxy, HTTPS_PROXY/],
])('%s has advice that is true of it', (code, toDo) => {
  expect(unreachable(code, 'x', 'that --region names a region').toDo).toMatch(toDo);
});
