import { StandardSchemaValidationPipe } from '@nestjs/common';
import { UserError } from '../../failures/failures.js';

/** The part of a schema's issue that we use (Standard Schema, and zod's list of unknown keys). */
interface InputIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly keys?: readonly string[];
}

/** More would only be read by whoever made them. */
const maxDetails = 20;

/** 400 INPUT_INVALID whose details name each field; the first also stands in the message. */
function inputError(issues: readonly InputIssue[]): UserError {
  const details = issues.flatMap(detailsOf).slice(0, maxDetails);
  const [first] = details;
  const message = first ? `${first.path}: ${first.message}` : 'The input is not valid.';
  return new UserError(400, 'INPUT_INVALID', message, details);
}

function detailsOf(issue: InputIssue): { path: string; message: string }[] {
  const steps = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
  if (issue.keys)
    return issue.keys.map((key) => ({ path: [...steps, key].join('.').slice(0, 200), message: 'is not known here' }));
  return [{ path: steps.join('.') || 'input', message: issue.message }];
}

/** Checks `@Body({ schema })`, `@Query({ schema })` and `@Param(…, { schema })`. */
export const inputValidation = () => new StandardSchemaValidationPipe({ exceptionFactory: inputError });
