import { randomBytes } from 'node:crypto';
import { REGION } from './gateway/exchange';
import { createGateway, type GatewayOptions } from './gateway/gateway';
import { portOf, takePort } from './process/take-port';
import type { VerdictDetails } from './stack-file';
import type { Template } from './template/template';

/** The backend's API, while it answers. */
export interface Verdicts {
  readonly details: VerdictDetails;
  stop(): Promise<void>;
}

/**
 * Serves the API that the backend asks, and invents the key of a role that may.
 * @param template of that API alone
 * @param port of the first API
 */
export async function serveVerdicts(template: Template, port: number, options: GatewayOptions): Promise<Verdicts> {
  const server = await takePort(portOf('verdicts', port), 'verdicts');
  const accessKeyId = `AKIALOCAL${randomBytes(5).toString('hex').toUpperCase()}`;
  const secretAccessKey = randomBytes(30).toString('base64');
  const gateway = createGateway(template, { ...options, signers: [{ accessKeyId, secretAccessKey, roleArn: callerOf(template) }] });
  server.serve(gateway.listener);
  return {
    details: { url: `${server.url}/verdicts`, region: REGION, accessKeyId, secretAccessKey },
    stop: async () => {
      await gateway.stop();
      await server.close();
    },
  };
}

interface ApiProperties {
  readonly Policy?: {
    readonly Statement: readonly { Effect: string; Condition: { ArnEquals: { 'aws:PrincipalArn': string | string[] } } }[];
  };
}

/** The first role that the API's policy lets in. */
function callerOf(template: Template): string {
  const [api] = template.all<ApiProperties>('AWS::ApiGateway::RestApi');
  const allowed = api?.properties.Policy?.Statement.find(({ Effect }) => Effect === 'Allow');
  const [role] = [allowed?.Condition.ArnEquals['aws:PrincipalArn'] ?? []].flat();
  if (role === undefined) throw new Error('The API for verdicts lets no role in.');
  return role;
}
