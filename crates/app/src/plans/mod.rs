//! Plans: reading a document, storing it as parts, sections, measures and clauses, and showing what became of each.
