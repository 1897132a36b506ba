/** What makes a document no document is a finding too. */
import { InputError, LimitError, type SourcingError } from '../model/errors';
import type { Path } from '../model/issues';
import type { FindingList } from './findings';

/** @param at put in front of the paths */
export function addIssues(findings: FindingList, error: SourcingError, at: Path = []): void {
  if (error instanceof InputError) {
    for (const { code, path, message } of error.issues)
      findings.addSaid('invalid', [...at, ...path], null, message, { issue: code });
  } else if (error instanceof LimitError) {
    findings.addSaid('limit', at.length === 0 ? ['rules'] : at, null, error.message, { setting: error.setting });
  } else throw error;
}
