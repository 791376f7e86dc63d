/** A finding that is neither mended nor acknowledged yet. The list can only become shorter: a test fails when a finding on it is gone. */
export interface OpenFinding {
  /** What will close it. */
  readonly closedBy: string;
  /** Ids of the findings, each with the pack's name in front. */
  readonly ids: readonly string[];
}

export const OPEN_FINDINGS: readonly OpenFinding[] = [];
