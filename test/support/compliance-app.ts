import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, CfnResource, Validations } from 'aws-cdk-lib';
import { controlTowerRules, type JudgedRules, nagPacks, PACKS } from './compliance-packs';
import { BARE, UNTRACED } from './template';

/** A finding of a pack at one resource. */
export interface Finding {
  readonly pack: string;
  /** Id of the finding, with the pack's name in front, as an acknowledgement must name it. */
  readonly id: string;
  /** Path of the resource in the construct tree. */
  readonly at: string;
}

/** A finding that stands, with the reason. */
export interface StandingFinding extends Finding {
  readonly reason: string;
  /** Path of the construct that carries the acknowledgement. */
  readonly acknowledgedAt: string;
}

/** An acknowledgement in the construct tree, whether a finding needs it or not. */
export interface GivenAcknowledgement {
  readonly id: string;
  readonly reason: string;
  readonly at: string;
  /** Whether it stands at a resource, and not at a construct or stack that holds several. */
  readonly atResource: boolean;
}

interface ReportedViolation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

interface ReportedSuppression extends ReportedViolation {
  readonly acknowledgedId: string;
  readonly acknowledgedAt: string;
  readonly reason: string;
}

interface PackReport {
  readonly pluginName: string;
  readonly violations: readonly ReportedViolation[];
  readonly suppressedViolations?: readonly ReportedSuppression[];
}

/** An app that was synthesized with every pack at work, and what they said. */
export class AuditedApp {
  readonly findings: readonly Finding[];
  readonly standing: readonly StandingFinding[];
  readonly given: readonly GivenAcknowledgement[];
  /** Rules of cdk-nag that had a resource to judge. */
  readonly judged: JudgedRules = new Map();
  /** Types of the resources in all stacks. */
  readonly types: ReadonlySet<string>;

  constructor(
    readonly name: string,
    build: (app: App) => void,
    context: Readonly<Record<string, unknown>>,
  ) {
    const outdir = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-audit-'));
    const app = new App({ ...BARE, outdir, context: { ...context, ...UNTRACED, '@aws-cdk/core:failSynthOnValidationErrors': false } });
    build(app);
    const resources = app.node.findAll().filter(CfnResource.isCfnResource);
    this.types = new Set(resources.map(({ cfnResourceType }) => cfnResourceType));
    Validations.of(app).addPlugins(...nagPacks(app, this.judged), controlTowerRules(this.types));
    app.synth();
    const reports = readReports(outdir);
    rmSync(outdir, { recursive: true });
    this.findings = reports.flatMap(findingsOf);
    this.standing = reports.flatMap(standingOf);
    this.given = app.node.findAll().flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>))
        .map(([id, reason]) => ({ id, reason, at: construct.node.path, atResource: 'cfnResourceType' in construct })),
    );
  }
}

function readReports(outdir: string): PackReport[] {
  const { pluginReports } = JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: PackReport[];
  };
  const missing = PACKS.filter((pack) => !pluginReports.some(({ pluginName }) => pluginName === pack));
  if (missing.length > 0) throw new Error(`the report holds nothing of ${missing.join(', ')}`);
  return pluginReports.filter(({ pluginName }) => (PACKS as readonly string[]).includes(pluginName));
}

function findingsOf({ pluginName, violations }: PackReport): Finding[] {
  return violations.flatMap(({ ruleName, violatingConstructs }) =>
    violatingConstructs.map(({ constructPath }) => ({ pack: pluginName, id: `${pluginName}::${ruleName}`, at: constructPath })),
  );
}

function standingOf({ pluginName, suppressedViolations = [] }: PackReport): StandingFinding[] {
  return suppressedViolations.flatMap(({ acknowledgedId, acknowledgedAt, reason, violatingConstructs }) =>
    violatingConstructs.map(({ constructPath }) => ({ pack: pluginName, id: acknowledgedId, at: constructPath, reason, acknowledgedAt })),
  );
}
