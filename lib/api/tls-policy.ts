import { EndpointAccessMode, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';

/**
 * How callers are spoken to, by whatever name they come: TLS 1.2 with forward secrecy, or 1.3. Left to itself, the address that AWS gives a regional API
 * takes TLS 1.0 ("Default security policies" under "Supported security policies", API Gateway developer guide). Strict: the name of the handshake must be
 * that of the request, so that nobody hides the one behind the other.
 */
export const TLS_POLICY = {
  securityPolicy: SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
  endpointAccessMode: EndpointAccessMode.STRICT,
} as const;
