/** A control of a catalogue that no rule pack checks for us, and what the stack makes of it. */
export interface Control {
  /** Catalogue and id, such as `Security Hub S3.5`. */
  readonly id: string;
  readonly title: string;
  /** On: a production stage has it. Refused: it does not, by decision. Open: it does not yet. Not applicable: there is nothing of the kind. */
  readonly state: 'on' | 'refused' | 'open' | 'not applicable';
  /** Why it is refused or not applicable, or what else there is to say of it. A full sentence. */
  readonly reason?: string;
  /** Tests next to those of the protections that name the control: a file, and a part of the test's name. */
  readonly tests?: readonly (readonly [file: string, name: string])[];
}
