import type { InsertReply, Receipt } from './source.ts';

/** 200 when any line was accepted or none was sent; 400 when all were refused, with the reasons either way. */
export function receiptReply(receipt: Receipt): InsertReply {
  const isRefused = receipt.accepted === 0 && receipt.rejected > 0;
  const error = isRefused
    ? {
        error: {
          code: 'no_valid_line',
          message: `None of ${receipt.rejected} lines could be accepted; the first: ${receipt.errors[0]?.message ?? ''}`,
        },
      }
    : {};
  return {
    status: isRefused ? 400 : 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...receipt, ...error }),
  };
}
