"""From tables to figures: one house style, PNG and SVG, captions and takeaways."""
