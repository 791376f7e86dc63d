import { Names } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import type { FirewallSettings } from '../config/parts';
import { FirewallLog, REDACTED_HEADERS } from './firewall-log';
import { type BodySize, bodySize, firewallRules, visibility } from './firewall-rules';

export interface WebFirewallProps {
  readonly purpose: Purpose;
  readonly settings: FirewallSettings;
  /** ARN of the API's stage. */
  readonly stageArn: string;
  /** Largest body of a caller that is accepted, in bytes. */
  readonly callerBodyBytes: number;
  readonly logRetentionDays: number;
  /** Encrypts the log. */
  readonly key: IKey;
}

/**
 * AWS WAF before the API's stage, under any host name. What it blocks is answered by API Gateway's own `WAF_FILTERED` response, so that a
 * caller gets the same kind of answer as from everything else; a response of the firewall's own would lack the CORS headers.
 */
export class WebFirewall extends Construct {
  readonly acl: CfnWebACL;
  readonly log: FirewallLog;
  /** Name of the web ACL in CloudWatch: the dimension `WebACL` in the namespace `AWS/WAFV2`. Of this stack alone, else stages would be mixed. */
  readonly metricName: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const { purpose, settings, key, logRetentionDays: retentionDays } = props;
    this.metricName = Names.uniqueResourceName(this, { maxLength: 128, separator: '-' });
    this.acl = this.createAcl(settings, bodySize(props.callerBodyBytes));
    this.log = new FirewallLog(this, 'Log', { purpose, retentionDays, key, aclArn: this.acl.attrArn });
    // Logs first, so that no request is judged without a trace.
    new CfnWebACLAssociation(this, 'BeforeTheApi', { resourceArn: props.stageArn, webAclArn: this.acl.attrArn }).node.addDependency(
      this.log,
    );
  }

  private createAcl(settings: FirewallSettings, body: BodySize): CfnWebACL {
    return new CfnWebACL(this, 'Acl', {
      description: 'Before the API of face-match-proxy',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: firewallRules(settings, body),
      associationConfig: { requestBody: { API_GATEWAY: { defaultSizeInspectionLimit: body.inspected } } },
      dataProtectionConfig: { dataProtections: PROTECTED.map((field) => ({ field, action: 'SUBSTITUTION' })) },
      visibilityConfig: visibility(this.metricName),
    });
  }
}

/**
 * What the firewall writes to no log, sample or data lake: tokens, and the fragments of a body or query that a rule quotes as the reason of its
 * match ("Data protection" in the WAF developer guide). The log's own redaction names the headers again, since it does not cover quoted fragments.
 */
const PROTECTED: readonly CfnWebACL.FieldToProtectProperty[] = [
  { fieldType: 'SINGLE_HEADER', fieldKeys: [...REDACTED_HEADERS] },
  { fieldType: 'QUERY_STRING' },
  { fieldType: 'BODY' },
];
