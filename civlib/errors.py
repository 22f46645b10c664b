"""The one family of errors: each says what is wrong, where, and what to do."""


class CivlibError(Exception):
    """Base of every error that civlib raises on purpose.

    Parameters
    ----------
    what : str
        What is wrong, as a sentence without a full stop.
    where : str, optional
        The file, entry or row it is wrong in.
    remedy : str, optional
        What the reader can do about it.

    Examples
    --------
    >>> print(CivlibError("the file is empty", where="seeds/005.txt", remedy="remove it or fill it"))
    the file is empty
      where: seeds/005.txt
      remedy: remove it or fill it
    """

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        self.what, self.where, self.remedy = what, where, remedy
        lines = [what]
        if where:
            lines.append(f"  where: {where}")
        if remedy:
            lines.append(f"  remedy: {remedy}")
        super().__init__("\n".join(lines))


class SourceError(CivlibError):
    """A folder or file of reports cannot be read: missing, empty, binary, changed."""


class ResourceError(CivlibError):
    """A lexicon, codebook, theme list or other data file has a broken entry."""


class ArgumentError(CivlibError, ValueError):
    """A function was called with something it cannot work with."""


class FigureError(CivlibError):
    """A figure cannot be drawn truthfully, for instance because the font lacks a glyph."""


class NothingToDraw(FigureError):
    """A figure has no rows to show: no mistake, only too little text."""
