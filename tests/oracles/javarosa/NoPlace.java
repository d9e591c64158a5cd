import org.javarosa.core.model.actions.setgeopoint.SetGeopointAction;
import org.javarosa.core.model.actions.setgeopoint.SetGeopointActionHandler;
import org.javarosa.core.model.instance.TreeReference;

/** The action that asks a device where it is: this one does not know, and leaves the question blank. */
public class NoPlace extends SetGeopointAction {
    public NoPlace() { }
    NoPlace(TreeReference target) { super(target); }

    @Override
    public void requestLocationUpdates() { }

    static class Handler extends SetGeopointActionHandler {
        @Override
        public SetGeopointAction getSetGeopointAction() { return new NoPlace(null); }
    }
}
