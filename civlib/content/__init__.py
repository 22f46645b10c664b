"""From sentences to findings: quantities, formulas, measures, themes, shared passages."""
