"""From files to clean text: decode, undo the damage, undo the page, and keep the ledger of every change."""
