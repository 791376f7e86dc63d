export interface FunctionSectionInput {
  /**
   * Memory of the function, and with it its share of a processor.
   */
  memoryMB?: number;
  /**
   * Requests at one time that are reserved for the function, and the most that it serves. Lambda refuses it if less than 100 would be left for the rest of the account, as in a new one. Default: none.
   */
  reservedConcurrency?: number;
}

export interface FunctionSection {
  memoryMB: number;
  reservedConcurrency?: number;
}
