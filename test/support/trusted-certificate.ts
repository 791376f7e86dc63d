import tls from 'node:tls';
import { generate } from 'selfsigned';

/** A certificate for 127.0.0.1 that this process trusts until `distrust`. */
export interface TrustedCertificate {
  readonly key: string;
  readonly cert: string;
  distrust(): void;
}

export async function trustedCertificate(): Promise<TrustedCertificate> {
  const pems = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const trusted = tls.getCACertificates();
  tls.setDefaultCACertificates([pems.cert]);
  return { key: pems.private, cert: pems.cert, distrust: () => tls.setDefaultCACertificates(trusted) };
}
