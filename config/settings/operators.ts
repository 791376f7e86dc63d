export interface OperatorsSectionInput {
  /**
   * Roles that may put the first photo of a user, and cannot overwrite or read one.
   *
   * @minItems 1
   */
  enrol: string[];
  /**
   * Roles that may overwrite a photo, and cannot read it; none of operators.enrol.
   *
   * @minItems 0
   */
  replace?: string[];
  /**
   * Roles that may read photos.
   *
   * @minItems 0
   */
  read?: string[];
  /**
   * Roles that may delete photos and their old versions.
   *
   * @minItems 1
   */
  erase: string[];
}

export interface OperatorsSection {
  enrol: string[];
  replace: string[];
  read: string[];
  erase: string[];
}
