"""Take all of it along: the record as one JSON document, and that document into another record. In reading order::

layout.py    how the document is laid out, line by line
writing.py   a record to a document
source.py    where a document comes from
checking.py  one record of a document: is it what it should be?
reading.py   a document to records, one at a time
order.py     two lists that were kept on two machines as one
signs.py     no stop sign is lost by that
joining.py   what two records of one id are together
merging.py   look at a document; merge it, all or nothing
summary.py   what merging changes, in words
undoing.py   take out again what the last import brought

The format is described in ``docs/exchange-format.md``, what people do with it in ``docs/moving.md``.
"""
