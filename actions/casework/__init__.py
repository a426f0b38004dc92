"""The records: applications, cases, letters, receipts and files; `store.Records` is the door."""
