"""docgen: one checked input file becomes a proposal, minutes, a register … as DOCX, PPTX and PDF."""
