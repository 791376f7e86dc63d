import { type CfnDomainName, DomainName, EndpointAccessMode, EndpointType, type RestApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { DomainSettings } from '../config/parts';
import { acknowledge } from '../foundation/acknowledgements';

/**
 * The TLS policy for callers, under any host name: TLS 1.2 with forward secrecy, or 1.3. By default, the address that AWS gives a regional API
 * takes TLS 1.0 ("Default security policies" under "Supported security policies", API Gateway developer guide). Strict: the name of the handshake must be
 * that of the request, so that neither hides behind the other.
 */
export const TLS_POLICY = {
  securityPolicy: SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
  endpointAccessMode: EndpointAccessMode.STRICT,
} as const;

/** The company's host name before the API, and, where its zone is in Route 53, the records that lead there. */
export class CustomDomain extends Construct {
  readonly domainName: DomainName;

  constructor(scope: Construct, id: string, settings: DomainSettings, api: RestApi) {
    super(scope, id);
    this.domainName = new DomainName(this, 'Name', {
      domainName: settings.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', settings.certificateArn),
      endpointType: EndpointType.REGIONAL,
      ...TLS_POLICY,
      mapping: api,
    });
    acknowledge(this.domainName, 'stricter-tls-than-the-rule-knows');
    // The L2 construct has no property for it. Else an AAAA record would lead to a name without addresses.
    (this.domainName.node.defaultChild as CfnDomainName).addPropertyOverride('EndpointConfiguration.IpAddressType', 'dualstack');
    if (settings.hostedZone !== undefined) this.addRecords(settings.name, settings.hostedZone);
  }

  private addRecords(recordName: string, { id, name }: NonNullable<DomainSettings['hostedZone']>): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName: name });
    const target = RecordTarget.fromAlias(new ApiGatewayDomain(this.domainName));
    // With the dot at the end CDK takes the name as it is, and adds no zone to it.
    const record = { zone, recordName: `${recordName}.`, target };
    new ARecord(this, 'IPv4', record);
    new AaaaRecord(this, 'IPv6', record);
  }
}
