export interface CorsSectionInput {
  /**
   * Origins of the web pages that may call from a browser. Apps on phones need none, but the setting is required.
   */
  origins: '*' | string | string[];
}

export interface CorsSection {
  origins: '*' | string | string[];
}
