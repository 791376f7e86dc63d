import http from 'node:http';
import { Failure } from './failures/failures';

type Variables = Readonly<Record<string, string | undefined>>;

/** Never through a proxy: this machine, and the addresses at which a machine or a container of AWS finds its own credentials. */
const DIRECT = ['localhost', '127.0.0.1', '::1', '[::1]', '169.254.169.254', '169.254.170.2', '169.254.170.23', '[fd00:ec2::254]'];

/** In the form that Node reads (`proxyEnv` of an `http.Agent`). */
export interface ProxyVariables {
  readonly http_proxy?: string;
  readonly https_proxy?: string;
  readonly no_proxy: string;
}

/**
 * HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case; the lower one counts, as for curl. A name in NO_PROXY includes everything
 * below it, as for curl and the AWS CLI; for Node it would be one host.
 * @returns undefined where no proxy is named
 * @throws Failure `usage` for an address that is none or of a kind that Node does not speak, and where this Node knows no proxies
 */
export function proxyVariables(environment: Variables): ProxyVariables | undefined {
  const [http_proxy, https_proxy] = ['http_proxy', 'https_proxy'].map((name) => proxyUrl(environment, name));
  const exceptions = (variable(environment, 'no_proxy') ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  if ((http_proxy === undefined && https_proxy === undefined) || exceptions.includes('*')) return undefined;
  requireNode();
  const below = exceptions.filter((entry) => /^[A-Za-z][\w-]*(\.[\w-]+)*(:\d+)?$/.test(entry)).map((entry) => `.${entry}`);
  return {
    ...(http_proxy && { http_proxy }),
    ...(https_proxy && { https_proxy }),
    no_proxy: [...exceptions, ...below, ...DIRECT].join(','),
  };
}

/**
 * Lets every request of this process without its own agent (`fetch` among them) go through the proxy. What is wrong with the
 * variables is reported by the first code that needs them; the local stack needs none.
 * @returns a function that takes it back
 */
export function useProxy(environment: Variables): () => void {
  try {
    const variables = proxyVariables(environment);
    return variables === undefined ? () => undefined : http.setGlobalProxyFromEnv({ ...variables });
  } catch {
    return () => undefined;
  }
}

function variable(environment: Variables, name: string): string | undefined {
  return environment[name] ?? environment[name.toUpperCase()];
}

function proxyUrl(environment: Variables, name: string): string | undefined {
  const value = variable(environment, name)?.trim();
  if (!value) return undefined;
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (/^https?:/i.test(url) && URL.canParse(url)) return url;
  // Never the value: a password may be in it.
  throw new Failure('usage', {
    what: `${name.toUpperCase()} is not an address of a proxy that can be used here.`,
    where: 'the environment',
    toDo: 'Accepted: http://host:port or https://host:port, with user:password@ before the host where the proxy asks for them.',
  });
}

function requireNode(): void {
  if (typeof http.setGlobalProxyFromEnv === 'function') return;
  throw new Failure('usage', {
    what: `Node ${process.versions.node} uses no proxy, and HTTP_PROXY or HTTPS_PROXY names one.`,
    where: 'Node',
    toDo: 'Use Node 24.14 or newer (npm ci installs one where it can), or unset the variables to use no proxy.',
  });
}
