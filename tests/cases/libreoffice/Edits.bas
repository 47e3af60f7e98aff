Sub Replace(doc, old, fresh)
  d = doc.createReplaceDescriptor()
  d.SearchString = old
  d.ReplaceString = fresh
  doc.replaceAll(d)
End Sub

Sub TypeBehind(doc, words, fresh)
  d = doc.createSearchDescriptor()
  d.SearchString = words
  found = doc.findFirst(d)
  c = found.Text.createTextCursorByRange(found.End)
  c.gotoEndOfParagraph(False)
  found.Text.insertControlCharacter(c, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  found.Text.insertString(c, fresh, False)
End Sub

Sub EmptyParagraph(doc, words)
  d = doc.createSearchDescriptor()
  d.SearchString = words
  found = doc.findFirst(d)
  c = found.Text.createTextCursorByRange(found.Start)
  c.gotoStartOfParagraph(False)
  c.gotoEndOfParagraph(True)
  c.setString("")
End Sub

Sub MakeNumber(doc, words)
  d = doc.createSearchDescriptor()
  d.SearchString = words
  found = doc.findFirst(d)
  found.NumberingStyleName = "Numbering 123"
End Sub

Sub Edit(source, target)
  Dim args(0) As New com.sun.star.beans.PropertyValue
  args(0).Name = "Hidden" : args(0).Value = True
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, args())
  Replace(doc, "It does not grade anyone", "It grades nobody")
  Replace(doc, "Key Findings", "Main findings")
  TypeBehind(doc, "has worked;", "a bullet that was added;")
  TypeBehind(doc, "until I am satisfied that they have been carried out", "A paragraph in the middle.")
  TypeBehind(doc, "only the police can help.", "A paragraph at the end.")
  EmptyParagraph(doc, "ask officers and staff to see things on their behalf")
  MakeNumber(doc, "how the force listens")
  MakeNumber(doc, "how it notices colleagues")
  Dim out(0) As New com.sun.star.beans.PropertyValue
  out(0).Name = "FilterName" : out(0).Value = "MS Word 2007 XML"
  doc.storeToURL(target, out())
  doc.close(True)
End Sub
