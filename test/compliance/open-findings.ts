/** A finding that is neither mended nor acknowledged yet. The list can only become shorter: a test fails when a finding on it is gone. */
export interface OpenFinding {
  /** What will close it. */
  readonly closedBy: string;
  /** Ids of the findings, each with the pack's name in front. */
  readonly ids: readonly string[];
}

function nag(rule: string, ...packs: readonly string[]): string[] {
  return packs.map((pack) => `${pack}::${pack}-${rule}`);
}

const [NIST, HIPAA, PCI] = ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'];

export const OPEN_FINDINGS: readonly OpenFinding[] = [
  {
    closedBy: 'a firewall before the API',
    ids: ['AwsSolutions::AwsSolutions-APIG3', ...nag('APIGWAssociatedWithWAF', NIST, PCI)],
  },
  {
    closedBy: "the API's execution log",
    ids: [
      'AwsSolutions::AwsSolutions-APIG6',
      ...nag('APIGWExecutionLoggingEnabled', NIST, HIPAA, PCI),
      'cdk-validator-cfnguard::api_gw_v1_execution_logging_enabled_check',
    ],
  },
  {
    closedBy: 'a decision on tracing',
    ids: [
      ...nag('APIGWXrayEnabled', HIPAA, 'Serverless'),
      'Serverless::Serverless-LambdaTracing',
      'cdk-validator-cfnguard::api_gw_xray_enabled_check',
    ],
  },
];
