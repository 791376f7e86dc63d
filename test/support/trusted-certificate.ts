import tls from 'node:tls';
import { selfSigned } from '../../stand-ins/certificate';
import type { Certificate } from '../../stand-ins/loopback';

/** A certificate for 127.0.0.1 that this process trusts until `distrust`. */
export interface TrustedCertificate extends Certificate {
  distrust(): void;
}

export async function trustedCertificate(): Promise<TrustedCertificate> {
  const certificate = await selfSigned();
  const trusted = tls.getCACertificates();
  tls.setDefaultCACertificates([certificate.cert]);
  return { ...certificate, distrust: () => tls.setDefaultCACertificates(trusted) };
}
